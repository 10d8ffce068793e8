package io.holdfast.schema.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.ResetResult;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.task.Standing;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackupStatesIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final BackupStates states = new BackupStates(database.context());
  private final BackupSubmission submission = new BackupSubmission(database.context());
  private final Owner worker = fixtures.worker("temporary-" + UUID.randomUUID());

  @Test
  void what_is_temporary_is_known_before_it_is_there_and_until_it_is_gone() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("live"), worker);
    UUID id = backup.backupId();
    UUID snapshot = UUID.randomUUID();
    UUID volume = UUID.randomUUID();
    Instant moment = Instant.parse("2026-03-04T05:06:07Z");
    assertThat(states.temporarySnapshotTaken(id, worker, moment)).as("none is planned").isFalse();
    assertThat(states.temporarySnapshotPlanned(id, worker, snapshot)).isTrue();
    assertThat(states.temporarySnapshotPlanned(id, worker, UUID.randomUUID())).isFalse();
    assertThat(states.temporarySnapshotTaken(id, worker, moment)).isTrue();
    assertThat(states.temporaryVolumePlanned(id, worker, volume)).isTrue();
    Backup row = backup(id);
    assertThat(row.tempSnapshotId()).isEqualTo(snapshot);
    assertThat(row.tempVolumeId()).isEqualTo(volume);
    assertThat(row.dataTimestamp()).isEqualTo(moment);
    assertThat(states.temporaryVolumeGone(id, null, volume)).as("it has an owner").isFalse();
    assertThat(states.temporaryVolumeGone(id, worker, UUID.randomUUID())).isFalse();
    assertThat(states.temporaryVolumeGone(id, worker, volume)).isTrue();
    new TaskCompletion(database.context()).failed(backup.taskId(), worker, "broken");
    BackupQueries queries = new BackupQueries(database.context());
    assertThat(queries.withTemporaryLeftovers()).extracting(Backup::id).containsExactly(id);
    assertThat(states.temporarySnapshotGone(id, worker, snapshot)).as("no longer its").isFalse();
    assertThat(states.temporarySnapshotGone(id, null, snapshot)).isTrue();
    assertThat(queries.withTemporaryLeftovers()).isEmpty();
  }

  @Test
  void what_a_host_left_that_is_long_dead_is_anybodys_once_nothing_refers_to_it() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("orphaned"), worker);
    UUID id = backup.backupId();
    UUID snapshot = UUID.randomUUID();
    states.temporarySnapshotPlanned(id, worker, snapshot);
    Attachments attachments = new Attachments(database.context());
    UUID attachment = UUID.randomUUID();
    attachments.open(
        NewAttachment.ofSnapshot(attachment, backup.taskId(), snapshot, Fixtures.BACKEND), worker);
    Duration anyTime = Duration.ofMillis(-1000);

    assertThat(states.letGoOfLostHosts(anyTime)).as("its host works on it").isEmpty();
    new TaskCompletion(database.context()).failed(backup.taskId(), worker, "broken");
    attachments.detaching(attachment);
    assertThat(states.letGoOfLostHosts(anyTime)).as("its host is up").isEmpty();
    new NodeLeases(database.context()).close(worker.incarnation(), "gone");
    assertThat(states.letGoOfLostHosts(anyTime)).as("something is attached").isEmpty();
    attachments.detached(attachment);
    assertThat(states.letGoOfLostHosts(Duration.ofHours(1))).as("it may come back").isEmpty();
    assertThat(states.letGoOfLostHosts(anyTime)).containsExactly(id);
    assertThat(states.letGoOfLostHosts(anyTime)).as("once").isEmpty();
    assertThat(backup(id).host()).isNull();
    assertThat(states.temporarySnapshotGone(id, null, snapshot)).isTrue();
  }

  @Test
  void a_host_that_is_back_clears_up_itself() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("kept"), worker);
    UUID volume = UUID.randomUUID();
    states.temporaryVolumePlanned(backup.backupId(), worker, volume);
    new TaskCompletion(database.context()).failed(backup.taskId(), worker, "broken");
    new NodeLeases(database.context()).close(worker.incarnation(), "gone");
    fixtures.worker(worker.host());

    assertThat(states.letGoOfLostHosts(Duration.ofMillis(-1000))).isEmpty();
    assertThat(backup(backup.backupId()).host()).isEqualTo(worker.host());
    assertThat(states.temporaryVolumeGone(backup.backupId(), null, volume)).isTrue();
  }

  @Test
  void the_mark_of_its_moment_is_its_owners_to_set() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("marked"), worker);
    UUID id = backup.backupId();
    UUID mark = UUID.randomUUID();
    Owner other = fixtures.worker("other-" + UUID.randomUUID());
    assertThat(backup(id).mark()).isNull();
    assertThat(states.marked(id, other, UUID.randomUUID())).isFalse();
    assertThat(states.marked(id, worker, UUID.randomUUID())).isTrue();
    assertThat(states.marked(id, worker, mark)).as("of another attempt").isTrue();
    TaskCompletion completion = new TaskCompletion(database.context());
    completion.backupSucceeded(backup.taskId(), worker, new BackupTotals(1, 1), "All was read.");
    assertThat(states.marked(id, worker, UUID.randomUUID())).as("it is done").isFalse();
    assertThat(backup(id).mark()).isEqualTo(mark);
    assertThat(new TaskQueries(database.context()).find(backup.taskId()).orElseThrow().message())
        .isEqualTo("All was read.");
  }

  @Test
  void planning_and_being_taken_over_exclude_each_other() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        Owner lost = fixtures.worker("lost-" + UUID.randomUUID());
        CreateResult.Accepted backup = fixtures.running(fixtures.volume("raced"), lost);
        new NodeLeases(database.context()).close(lost.incarnation(), "gone");
        UUID snapshot = UUID.randomUUID();
        List<Boolean> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new BackupStates(context)
                            .temporarySnapshotPlanned(backup.backupId(), lost, snapshot)
                        : !new TaskTakeover(context).takeOver(lost.incarnation()).isEmpty());
        assertThat(results.getLast()).isTrue();
        assertThat(backup(backup.backupId()).tempSnapshotId())
            .isEqualTo(results.getFirst() ? snapshot : null);
        assertThat(states.temporarySnapshotPlanned(backup.backupId(), lost, UUID.randomUUID()))
            .isFalse();
      }
    }
  }

  @Test
  void a_reset_ends_the_work_and_fences_the_worker() {
    UUID volume = fixtures.volume("reset");
    CreateResult.Accepted backup = fixtures.running(volume, worker);
    assertThat(submission.reset(backup.backupId(), BackupStatus.AVAILABLE, Fixtures.ALICE))
        .isEqualTo(new ResetResult.Incomplete());
    assertThat(new RunningTasks(database.context()).standing(backup.taskId(), worker))
        .isEqualTo(Standing.OWNED);
    assertThat(submission.reset(backup.backupId(), BackupStatus.ERROR, Fixtures.ALICE))
        .isEqualTo(new ResetResult.Reset());
    assertThat(new RunningTasks(database.context()).standing(backup.taskId(), worker))
        .isEqualTo(Standing.FENCED);
    assertThat(backup(backup.backupId()).failReason()).isEqualTo("Reset by alice.");
    assertThat(new VolumeQueries(database.context()).find(volume).orElseThrow().status())
        .isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(submission.reset(UUID.randomUUID(), BackupStatus.ERROR, Fixtures.ALICE))
        .isEqualTo(new ResetResult.BackupMissing());

    UUID whole = fixtures.available(volume, worker);
    UUID target = fixtures.volume("target");
    var restore = (RestoreResult.Accepted) submission.restore(whole, target, Fixtures.ALICE);
    fixtures.claim(restore.taskId(), worker);
    assertThat(submission.reset(whole, BackupStatus.AVAILABLE, Fixtures.ALICE))
        .isEqualTo(new ResetResult.Reset());
    assertThat(new VolumeQueries(database.context()).find(target).orElseThrow().status())
        .isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(new TaskCompletion(database.context()).restoreSucceeded(restore.taskId(), worker))
        .isFalse();
  }

  @Test
  void what_may_have_lost_its_manifest_is_never_called_available_again() {
    UUID id = fixtures.available(fixtures.volume("doomed"), worker);
    submission.delete(id, Fixtures.ALICE);
    assertThat(submission.reset(id, BackupStatus.AVAILABLE, Fixtures.ALICE))
        .as("nobody has begun")
        .isEqualTo(new ResetResult.Reset());
    assertThat(submission.reset(id, BackupStatus.ERROR, Fixtures.ALICE))
        .isEqualTo(new ResetResult.Reset());
    assertThat(submission.reset(id, BackupStatus.AVAILABLE, Fixtures.ALICE))
        .isEqualTo(new ResetResult.Reset());

    var delete = (DeleteResult.Accepted) submission.delete(id, Fixtures.ALICE);
    fixtures.claim(delete.taskId(), worker);
    assertThat(submission.reset(id, BackupStatus.AVAILABLE, Fixtures.ALICE))
        .isEqualTo(new ResetResult.DeletionBegun());
    assertThat(new RunningTasks(database.context()).standing(delete.taskId(), worker))
        .as("nothing has changed")
        .isEqualTo(Standing.OWNED);
    assertThat(submission.reset(id, BackupStatus.ERROR, Fixtures.ALICE))
        .isEqualTo(new ResetResult.Reset());
    assertThat(new RunningTasks(database.context()).standing(delete.taskId(), worker))
        .isEqualTo(Standing.FENCED);
    assertThat(backup(id).status()).isEqualTo(BackupStatus.ERROR_DELETING);
    assertThat(submission.reset(id, BackupStatus.AVAILABLE, Fixtures.ALICE))
        .as("nor by way of another status")
        .isEqualTo(new ResetResult.DeletionBegun());

    var again = (DeleteResult.Accepted) submission.delete(id, Fixtures.ALICE);
    submission.cancel(again.taskId(), Fixtures.ALICE);
    assertThat(submission.reset(id, BackupStatus.AVAILABLE, Fixtures.ALICE))
        .as("nor by deleting it again and cancelling that")
        .isEqualTo(new ResetResult.DeletionBegun());
  }

  @Test
  void a_reset_and_a_completion_exclude_each_other() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        CreateResult.Accepted backup = fixtures.running(fixtures.volume("raced"), worker);
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new TaskCompletion(context)
                            .backupSucceeded(backup.taskId(), worker, new BackupTotals(1, 1))
                        : new BackupSubmission(context)
                            .reset(backup.backupId(), BackupStatus.ERROR, Fixtures.ALICE));
        assertThat(results.getLast()).isEqualTo(new ResetResult.Reset());
        assertThat(backup(backup.backupId()).status()).isEqualTo(BackupStatus.ERROR);
      }
    }
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }
}
