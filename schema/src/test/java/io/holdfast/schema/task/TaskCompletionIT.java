package io.holdfast.schema.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.RepositoryTaskResult;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.submission.VerifyResult;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStates;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskCompletionIT {

  private static final BackupTotals TOTALS = new BackupTotals(100, 40);

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final BackupSubmission submission = new BackupSubmission(database.context());
  private final TaskCompletion completion = new TaskCompletion(database.context());
  private final Owner worker = fixtures.worker("completer-" + UUID.randomUUID());

  @Test
  void completing_and_being_taken_over_exclude_each_other() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 30; round++) {
        Owner lost = fixtures.worker("lost-" + UUID.randomUUID());
        UUID volume = fixtures.volume("raced");
        CreateResult.Accepted backup = fixtures.running(volume, lost);
        new NodeLeases(database.context()).close(lost.incarnation(), "its lease ran out");
        List<Boolean> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new TaskCompletion(context).backupSucceeded(backup.taskId(), lost, TOTALS)
                        : !new TaskTakeover(context).takeOver(lost.incarnation()).isEmpty());
        assertThat(results).containsExactlyInAnyOrder(true, false);
        boolean completed = results.getFirst();
        assertThat(task(backup.taskId()).state())
            .isEqualTo(completed ? TaskState.SUCCEEDED : TaskState.QUEUED);
        assertThat(backup(backup.backupId()).status())
            .isEqualTo(completed ? BackupStatus.AVAILABLE : BackupStatus.CREATING);
        assertThat(volume(volume).status())
            .isEqualTo(completed ? VolumeStatus.AVAILABLE : VolumeStatus.BACKING_UP);
      }
    }
  }

  @Test
  void a_fenced_owner_changes_nothing() {
    Owner lost = fixtures.worker("fenced-" + UUID.randomUUID());
    UUID volume = fixtures.volume("kept");
    CreateResult.Accepted backup = fixtures.running(volume, lost);
    new NodeLeases(database.context()).close(lost.incarnation(), "its lease ran out");
    assertThat(new TaskTakeover(database.context()).takeOver(lost.incarnation()))
        .containsExactly(new TakenOver(backup.taskId(), TaskKind.BACKUP, true));
    fixtures.claim(backup.taskId(), worker);
    Task before = task(backup.taskId());

    RunningTasks running = new RunningTasks(database.context());
    assertThat(running.progress(backup.taskId(), lost, "read", 10L, 5, 5))
        .isEqualTo(Standing.FENCED);
    assertThat(running.position(backup.taskId(), lost, "{}")).isEqualTo(Standing.FENCED);
    assertThat(running.message(backup.taskId(), lost, "still here")).isEqualTo(Standing.FENCED);
    assertThat(running.standing(backup.taskId(), lost)).isEqualTo(Standing.FENCED);
    assertThat(completion.backupSucceeded(backup.taskId(), lost, TOTALS)).isFalse();
    assertThat(completion.failed(backup.taskId(), lost, "no")).isFalse();
    assertThat(completion.cancelled(backup.taskId(), lost)).isFalse();
    assertThat(completion.giveBack(backup.taskId(), lost)).isFalse();
    assertThat(completion.retryLater(backup.taskId(), lost, Duration.ZERO, "no"))
        .isEqualTo(new RetryResult.Fenced());
    // The same host under another incarnation is fenced as well, and so is the right one under
    // another host's name.
    assertThat(
            completion.failed(backup.taskId(), new Owner(worker.host(), lost.incarnation()), "no"))
        .isFalse();
    assertThat(
            completion.failed(backup.taskId(), new Owner(lost.host(), worker.incarnation()), "no"))
        .isFalse();
    assertThat(task(backup.taskId())).isEqualTo(before);
    assertThat(running.standing(backup.taskId(), worker)).isEqualTo(Standing.OWNED);
  }

  @Test
  void two_completions_count_once() {
    try (Race race = new Race(database, 4)) {
      for (int round = 0; round < 10; round++) {
        CreateResult.Accepted backup = fixtures.running(fixtures.volume("twice"), worker);
        List<Boolean> results =
            race.each(i ->
                context ->
                    i % 2 == 0
                        ? new TaskCompletion(context)
                            .backupSucceeded(backup.taskId(), worker, TOTALS)
                        : new TaskCompletion(context).failed(backup.taskId(), worker, "broken"));
        assertThat(results).filteredOn(won -> won).hasSize(1);
      }
    }
  }

  @Test
  void a_failed_backup_says_why_and_frees_its_volume() {
    UUID volume = fixtures.volume("failing");
    new VolumeStates(database.context()).setInUse(volume, true);
    CreateResult.Accepted backup = fixtures.running(volume, worker);
    assertThat(completion.failed(backup.taskId(), worker, "The volume could not be read at 4096."))
        .isTrue();
    assertThat(backup(backup.backupId()).status()).isEqualTo(BackupStatus.ERROR);
    assertThat(backup(backup.backupId()).failReason())
        .isEqualTo("The volume could not be read at 4096.");
    assertThat(backup(backup.backupId()).host()).isEqualTo(worker.host());
    assertThat(volume(volume).status()).isEqualTo(VolumeStatus.IN_USE);
    assertThat(volume(volume).previousStatus()).isEqualTo(VolumeStatus.ERROR_BACKING_UP);
    assertThat(volume(volume).lastBackupAt()).isNull();
  }

  @Test
  void an_error_that_may_pass_is_tried_again_until_the_attempts_are_used_up() {
    CreateResult.Accepted backup = fixtures.submit(fixtures.volume("flaky"));
    int attempts = task(backup.taskId()).maxAttempts();
    for (int attempt = 1; attempt < attempts; attempt++) {
      fixtures.claim(backup.taskId(), worker);
      assertThat(
              completion.retryLater(backup.taskId(), worker, Duration.ZERO, "The storage is away."))
          .isInstanceOf(RetryResult.Requeued.class);
      assertThat(task(backup.taskId()).message()).isEqualTo("The storage is away.");
      assertThat(backup(backup.backupId()).host()).isNull();
    }
    fixtures.claim(backup.taskId(), worker);
    assertThat(
            completion.retryLater(backup.taskId(), worker, Duration.ZERO, "The storage is away."))
        .isEqualTo(new RetryResult.GivenUp());
    assertThat(task(backup.taskId()).state()).isEqualTo(TaskState.FAILED);
    assertThat(backup(backup.backupId()).failReason()).isEqualTo("The storage is away.");
  }

  @Test
  void waiting_for_others_uses_up_no_attempts() {
    CreateResult.Accepted backup = fixtures.submit(fixtures.volume("waiting"));
    for (int attempt = 0; attempt < 2 * task(backup.taskId()).maxAttempts(); attempt++) {
      fixtures.claim(backup.taskId(), worker);
      assertThat(completion.waitLater(backup.taskId(), worker, Duration.ZERO, "Another writes."))
          .isInstanceOf(RetryResult.Requeued.class);
    }
    assertThat(task(backup.taskId()).failures()).isZero();
    assertThat(task(backup.taskId()).message()).isEqualTo("Another writes.");
  }

  @Test
  void what_is_given_back_does_not_count_as_failed() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("given"), worker);
    assertThat(completion.giveBack(backup.taskId(), worker)).isTrue();
    assertThat(task(backup.taskId()).state()).isEqualTo(TaskState.QUEUED);
    assertThat(task(backup.taskId()).failures()).isZero();
    fixtures.claim(backup.taskId(), worker);
    assertThat(task(backup.taskId()).attempt()).isEqualTo(2);
  }

  @Test
  void a_wish_to_cancel_survives_retry_giving_back_and_takeover() {
    CreateResult.Accepted retried = fixtures.running(fixtures.volume("a"), worker);
    CreateResult.Accepted given = fixtures.running(fixtures.volume("b"), worker);
    Owner lost = fixtures.worker("cancelled-" + UUID.randomUUID());
    CreateResult.Accepted taken = fixtures.running(fixtures.volume("c"), lost);
    for (CreateResult.Accepted backup : List.of(retried, given, taken)) {
      submission.cancel(backup.taskId(), Fixtures.ALICE);
      submission.cancel(backup.taskId(), Fixtures.ALICE);
    }
    assertThat(
            new RunningTasks(database.context())
                .progress(retried.taskId(), worker, "read", null, 1, 0))
        .isEqualTo(Standing.CANCEL_REQUESTED);
    assertThat(completion.retryLater(retried.taskId(), worker, Duration.ZERO, "away"))
        .isEqualTo(new RetryResult.Cancelled());
    assertThat(completion.giveBack(given.taskId(), worker)).isTrue();
    new NodeLeases(database.context()).close(lost.incarnation(), "lost");
    assertThat(new TaskTakeover(database.context()).takeOver(lost.incarnation()))
        .containsExactly(new TakenOver(taken.taskId(), TaskKind.BACKUP, false));
    for (CreateResult.Accepted backup : List.of(retried, given, taken)) {
      assertThat(task(backup.taskId()).state()).isEqualTo(TaskState.CANCELLED);
      assertThat(backup(backup.backupId()).status()).isEqualTo(BackupStatus.ERROR);
    }
    assertThat(submission.cancel(taken.taskId(), Fixtures.ALICE))
        .isEqualTo(new CancelResult.AlreadyFinished(TaskState.CANCELLED));
    assertThat(submission.cancel(UUID.randomUUID(), Fixtures.ALICE))
        .isEqualTo(new CancelResult.TaskMissing());
  }

  @Test
  void a_restore_that_never_wrote_leaves_the_volume_as_it_was_and_one_that_did_says_so() {
    UUID source = fixtures.available(fixtures.volume("source"), worker);
    UUID target = fixtures.volume("target");
    UUID first = restore(source, target);
    fixtures.claim(first, worker);
    assertThat(completion.failed(first, worker, "The repository is away.")).isTrue();
    assertThat(volume(target).status()).isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(backup(source).status()).isEqualTo(BackupStatus.AVAILABLE);

    UUID second = restore(source, target);
    fixtures.claim(second, worker);
    attach(second, target);
    submission.cancel(second, Fixtures.ALICE);
    assertThat(completion.cancelled(second, worker)).isTrue();
    assertThat(volume(target).status()).isEqualTo(VolumeStatus.ERROR_RESTORING);
    assertThat(volume(target).errorReason()).isEqualTo("Cancelled by alice.");
    assertThat(backup(source).status()).isEqualTo(BackupStatus.AVAILABLE);

    UUID third = restore(source, target);
    fixtures.claim(third, worker);
    assertThat(completion.restoreSucceeded(third, worker)).isTrue();
    assertThat(volume(target).status()).isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(volume(target).errorReason()).isNull();
  }

  @Test
  void a_volume_made_for_a_restore_is_in_error_until_one_has_succeeded() {
    UUID source = fixtures.available(fixtures.volume("source"), worker);
    UUID target = UUID.randomUUID();
    VolumeStates states = new VolumeStates(database.context());
    states.create(
        new NewVolume(
            target, Projects.DEFAULT_ID, "made", "", Fixtures.GIB, Fixtures.BACKEND, Map.of()));
    assertThat(states.createdForRestore(target, Fixtures.GIB)).isTrue();
    submission.cancel(restore(source, target), Fixtures.ALICE);
    assertThat(volume(target).status()).isEqualTo(VolumeStatus.ERROR_RESTORING);
    assertThat(volume(target).errorReason()).isEqualTo("Cancelled by alice.");

    UUID unread = restore(source, target);
    assertThat(volume(target).errorReason()).isNull();
    fixtures.claim(unread, worker);
    assertThat(completion.failed(unread, worker, "The manifest is damaged.")).isTrue();
    assertThat(volume(target).status()).isEqualTo(VolumeStatus.ERROR_RESTORING);
    assertThat(volume(target).errorReason()).isEqualTo("The manifest is damaged.");

    UUID whole = restore(source, target);
    fixtures.claim(whole, worker);
    assertThat(completion.restoreSucceeded(whole, worker)).isTrue();
    submission.cancel(restore(source, target), Fixtures.ALICE);
    assertThat(volume(target).status()).as("it holds a backup").isEqualTo(VolumeStatus.AVAILABLE);
  }

  @Test
  void a_cancelled_delete_is_undone_only_if_nobody_began_it() {
    UUID backup = fixtures.available(fixtures.volume("doomed"), worker);
    UUID early = ((DeleteResult.Accepted) submission.delete(backup, Fixtures.ALICE)).taskId();
    assertThat(submission.cancel(early, Fixtures.ALICE)).isEqualTo(new CancelResult.Cancelled());
    assertThat(backup(backup).status()).isEqualTo(BackupStatus.AVAILABLE);
    UUID late = ((DeleteResult.Accepted) submission.delete(backup, Fixtures.ALICE)).taskId();
    fixtures.claim(late, worker);
    assertThat(completion.cancelled(late, worker)).isTrue();
    assertThat(backup(backup).status()).isEqualTo(BackupStatus.ERROR_DELETING);
    UUID again = ((DeleteResult.Accepted) submission.delete(backup, Fixtures.ALICE)).taskId();
    fixtures.claim(again, worker);
    assertThat(completion.deleteSucceeded(again, worker)).isTrue();
  }

  @Test
  void a_verify_leaves_its_result_with_the_backup() {
    UUID backup = fixtures.available(fixtures.volume("checked"), worker);
    UUID task = ((VerifyResult.Accepted) submission.verify(backup, Fixtures.ALICE)).taskId();
    fixtures.claim(task, worker);
    assertThat(backup(backup).incarnation()).isNull();
    assertThat(
            completion.verified(
                task, worker, new VerifyOutcome(false, true, "3 of 1024 chunks are damaged.")))
        .isTrue();
    assertThat(backup(backup).verifyResult()).isEqualTo("damaged");
    assertThat(backup(backup).verifyMessage()).isEqualTo("3 of 1024 chunks are damaged.");
    assertThat(backup(backup).status()).isEqualTo(BackupStatus.AVAILABLE);
    assertThat(task(task).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(task(task).damaged()).isTrue();
  }

  @Test
  void who_lost_a_verify_of_a_repository_leaves_no_result_with_a_backup() {
    UUID backup = fixtures.available(fixtures.volume("checked"), worker);
    UUID task =
        ((RepositoryTaskResult.Accepted)
                submission.verifyRepository(backup(backup).repositoryId(), null, Fixtures.ALICE))
            .taskId();
    fixtures.claim(task, worker);
    RunningTasks running = new RunningTasks(database.context());
    VerifyOutcome damaged = new VerifyOutcome(false, true, "3 of 1024 chunks are damaged.");
    assertThat(running.verified(task, worker, backup, damaged)).isEqualTo(Standing.OWNED);
    assertThat(task(task).damaged()).isTrue();
    Owner frozen = new Owner(worker.host(), UUID.randomUUID());
    VerifyOutcome intact = new VerifyOutcome(true, true, "All is well.");
    assertThat(running.verified(task, frozen, backup, intact)).isEqualTo(Standing.FENCED);
    assertThat(backup(backup).verifyResult()).isEqualTo("damaged");
    submission.cancel(task, Fixtures.ALICE);
    assertThat(running.verified(task, worker, backup, intact)).isEqualTo(Standing.CANCEL_REQUESTED);
    assertThat(backup(backup).verifyResult()).isEqualTo("intact");
    completion.cancelled(task, worker);
    assertThat(running.verified(task, worker, backup, damaged)).isEqualTo(Standing.FENCED);
    assertThat(backup(backup).verifyMessage()).isEqualTo("All is well.");
  }

  @Test
  void a_task_is_not_completed_as_something_else() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("kind"), worker);
    assertThat(completion.restoreSucceeded(backup.taskId(), worker)).isFalse();
    assertThat(completion.deleteSucceeded(backup.taskId(), worker)).isFalse();
    assertThat(task(backup.taskId()).state()).isEqualTo(TaskState.RUNNING);
  }

  private UUID restore(UUID backup, UUID target) {
    return ((RestoreResult.Accepted) submission.restore(backup, target, Fixtures.ALICE)).taskId();
  }

  private void attach(UUID taskId, UUID volumeId) {
    Attachments attachments = new Attachments(database.context());
    UUID id = UUID.randomUUID();
    attachments.open(
        NewAttachment.ofVolume(id, taskId, volumeId, Fixtures.BACKEND, AttachmentMode.RW), worker);
    attachments.attached(id, worker);
    attachments.detaching(id);
    attachments.detached(id);
  }

  private Volume volume(UUID id) {
    return new VolumeQueries(database.context()).find(id).orElseThrow();
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }

  private Task task(UUID id) {
    return new TaskQueries(database.context()).find(id).orElseThrow();
  }
}
