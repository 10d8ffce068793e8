package io.holdfast.schema.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.VolumeStates;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepeatIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final BackupSubmission submission = new BackupSubmission(database.context());
  private final TaskCompletion completion = new TaskCompletion(database.context());
  private final Owner worker = fixtures.worker("repeat-" + UUID.randomUUID());

  @Test
  void a_failed_backup_is_made_anew_as_it_was_wanted_and_its_row_stays() {
    UUID volume = fixtures.volume("disk");
    UUID parent = fixtures.available(volume, worker);
    CreateResult.Accepted failed =
        fixtures.submit(
            new NewBackup(
                Projects.DEFAULT_ID,
                volume,
                null,
                "nightly",
                "of the disk",
                true,
                Map.of("k", "v"),
                null,
                1));
    fail(failed.taskId());

    UUID again = repeated(failed.taskId());

    Task task = task(again);
    assertThat(task.kind()).isEqualTo(TaskKind.BACKUP);
    assertThat(task.state()).isEqualTo(TaskState.QUEUED);
    assertThat(task.priority()).isEqualTo(TaskKind.BACKUP.usualPriority());
    assertThat(task(failed.taskId()).repeatedBy()).isEqualTo(again);
    assertThat(backup(failed.backupId()).status()).isEqualTo(BackupStatus.ERROR);
    Backup made = backup(Objects.requireNonNull(task.backupId()));
    assertThat(made.id()).isNotEqualTo(failed.backupId());
    assertThat(made.name()).isEqualTo("nightly");
    assertThat(made.description()).isEqualTo("of the disk");
    assertThat(made.metadata()).containsExactly(Map.entry("k", "v"));
    assertThat(made.parentId()).isEqualTo(parent);
    assertThat(
            new AuditLog(database.context())
                .list(AuditFilter.ofSubject("task", failed.taskId().toString()), Slice.first(1)))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("task.repeat");
          assertThat(entry.detail()).containsEntry("task", again.toString());
        });
  }

  @Test
  void every_other_kind_is_asked_for_as_it_was() {
    UUID backup = fixtures.available(fixtures.volume("disk"), worker);
    UUID target = fixtures.volume("target");
    UUID repository = new Repositories(database.context()).byDefault().orElseThrow().id();

    UUID restore = accepted(submission.restore(backup, target, Fixtures.ALICE));
    fail(restore);
    UUID restoring = repeated(restore);
    assertThat(task(restoring).volumeId()).isEqualTo(target);
    fixtures.claim(restoring, worker);
    completion.restoreSucceeded(restoring, worker);

    UUID verify = ((VerifyResult.Accepted) submission.verify(backup, 10, Fixtures.ALICE)).taskId();
    fail(verify);
    UUID verifying = repeated(verify);
    assertThat(task(verifying).samplePercent()).isEqualTo(10);
    submission.cancel(verifying, Fixtures.ALICE);
    submission.cancel(repeated(verifying), Fixtures.ALICE);

    UUID delete = ((DeleteResult.Accepted) submission.delete(backup, Fixtures.ALICE)).taskId();
    fail(delete);
    assertThat(task(repeated(delete)).kind()).isEqualTo(TaskKind.DELETE);

    for (RepositoryTaskResult asked :
        List.of(
            submission.reclaim(repository, Fixtures.ALICE),
            submission.verifyRepository(repository, 5, Fixtures.ALICE),
            submission.reindex(repository, Fixtures.ALICE))) {
      UUID first = ((RepositoryTaskResult.Accepted) asked).taskId();
      fail(first);
      Task again = task(repeated(first));
      assertThat(again.kind()).isEqualTo(task(first).kind());
      assertThat(again.samplePercent()).isEqualTo(task(first).samplePercent());
    }
  }

  @Test
  void what_is_no_longer_possible_is_refused_and_can_be_asked_for_later() {
    UUID volume = fixtures.volume("disk");
    CreateResult.Accepted failed = fixtures.submit(volume);
    assertThat(submission.repeat(failed.taskId(), Fixtures.ALICE))
        .isEqualTo(new RepeatResult.NotFailed(TaskState.QUEUED));
    fail(failed.taskId());
    CreateResult.Accepted other = fixtures.submit(volume);
    assertThat(submission.repeat(failed.taskId(), Fixtures.ALICE))
        .isInstanceOfSatisfying(
            RepeatResult.BackupRefused.class,
            refused ->
                assertThat(refused.why())
                    .isEqualTo(
                        new CreateResult.VolumeBusy(
                            VolumeStatus.BACKING_UP,
                            new Blocker(other.taskId(), TaskKind.BACKUP, null, "alice"))));
    assertThat(task(failed.taskId()).repeatedBy()).isNull();
    submission.cancel(other.taskId(), Fixtures.ALICE);
    UUID again = repeated(failed.taskId());
    assertThat(submission.repeat(failed.taskId(), Fixtures.ALICE))
        .isEqualTo(new RepeatResult.AlreadyRepeated(again));

    submission.cancel(again, Fixtures.ALICE);
    VolumeStates states = new VolumeStates(database.context());
    states.delete(volume);
    states.deleted(volume);
    assertThat(submission.repeat(again, Fixtures.ALICE))
        .isInstanceOfSatisfying(
            RepeatResult.BackupRefused.class,
            refused -> assertThat(refused.why()).isEqualTo(new CreateResult.VolumeMissing()));
    assertThat(submission.repeat(UUID.randomUUID(), Fixtures.ALICE))
        .isEqualTo(new RepeatResult.TaskMissing());
  }

  @Test
  void of_several_who_ask_again_at_once_one_gets_a_task_and_the_others_are_told_which() {
    try (Race race = new Race(database, 4)) {
      for (int round = 0; round < 10; round++) {
        UUID backup = fixtures.available(fixtures.volume("disk"), worker);
        UUID verify = ((VerifyResult.Accepted) submission.verify(backup, Fixtures.ALICE)).taskId();
        fail(verify);
        List<RepeatResult> results =
            race.all(context -> new BackupSubmission(context).repeat(verify, Fixtures.ALICE));
        UUID again = Objects.requireNonNull(task(verify).repeatedBy());
        assertThat(results)
            .containsOnlyOnce(new RepeatResult.Accepted(again))
            .filteredOn(result -> !(result instanceof RepeatResult.Accepted))
            .hasSize(3)
            .containsOnly(new RepeatResult.AlreadyRepeated(again));
      }
    }
  }

  private void fail(UUID taskId) {
    fixtures.claim(taskId, worker);
    assertThat(completion.failed(taskId, worker, "It broke.")).isTrue();
  }

  private UUID repeated(UUID taskId) {
    return ((RepeatResult.Accepted) submission.repeat(taskId, Fixtures.ALICE)).taskId();
  }

  private static UUID accepted(RestoreResult result) {
    return ((RestoreResult.Accepted) result).taskId();
  }

  private Task task(UUID id) {
    return new TaskQueries(database.context()).find(id).orElseThrow();
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }
}
