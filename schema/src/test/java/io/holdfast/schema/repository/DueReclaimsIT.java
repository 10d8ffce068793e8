package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Clock;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.submission.RepositoryTaskResult;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DueReclaimsIT {

  private static final Duration DAY = Duration.ofDays(1);

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final DSLContext context = database.context();
  private final Fixtures fixtures = new Fixtures(context);
  private final BackupSubmission submission = new BackupSubmission(context);
  private final TaskCompletion completion = new TaskCompletion(context);
  private final Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
  private UUID repository;

  @BeforeEach
  void make() {
    String name = "repository-" + UUID.randomUUID();
    repository =
        new Repositories(context)
            .create(new NewRepository(name, "posix", "/srv/" + name, Map.of(), false, null))
            .orElseThrow();
    context
        .update(REPOSITORY)
        .set(REPOSITORY.CREATED_AT, Clock.nowMinus(DAY.multipliedBy(10)))
        .where(REPOSITORY.ID.eq(repository))
        .execute();
  }

  @Test
  void what_was_deleted_is_due_until_it_was_reclaimed() {
    UUID backup = succeeded(running());
    assertThat(isDue()).as("all is needed").isFalse();
    UUID deleting = delete(backup);
    assertThat(isDue()).isTrue();
    assertThat(isDue(DAY.multipliedBy(11))).as("it is younger than that").isFalse();

    UUID reclaiming = reclaim();
    assertThat(isDue()).as("one is queued").isFalse();
    fixtures.claim(reclaiming, worker);
    assertThat(isDue()).as("one runs").isFalse();
    completion.reclaimSucceeded(reclaiming, worker, "Done.");
    assertThat(isDue()).as("one was asked for today").isFalse();
    age(reclaiming, DAY.multipliedBy(2));
    assertThat(isDue()).as("before the delete").isTrue();
    age(deleting, DAY.multipliedBy(3));
    assertThat(isDue()).as("after the delete").isFalse();
  }

  @Test
  void a_backup_that_failed_or_was_cancelled_leaves_something() {
    CreateResult.Accepted failed = running();
    completion.failed(failed.taskId(), worker, "The volume could not be read.");
    assertThat(isDue()).isTrue();
    age(failed.taskId(), DAY.multipliedBy(3));
    reclaimed(DAY.multipliedBy(2));
    assertThat(isDue()).isFalse();

    completion.cancelled(running().taskId(), worker);
    assertThat(isDue()).isTrue();
  }

  @Test
  void what_a_reclaim_has_marked_is_due_until_it_is_gone() {
    reclaimed(DAY.multipliedBy(2));
    PackStates packs =
        new PackStates(context, new Repositories(context).find(repository).orElseThrow().number());
    UUID pack = UUID.randomUUID();
    packs.tombstone(List.of(new PackSize(pack, PackKind.DATA, 100)));
    assertThat(isDue()).isTrue();
    packs.beginDeleting(packs.tombstones());
    assertThat(isDue()).as("its object may be there").isTrue();
    packs.gone(pack);
    assertThat(isDue()).isFalse();
  }

  @Test
  void one_that_failed_is_not_repeated_before_its_time() {
    delete(succeeded(running()));
    UUID reclaiming = reclaim();
    fixtures.claim(reclaiming, worker);
    completion.failed(reclaiming, worker, "A manifest cannot be read.");
    assertThat(isDue()).isFalse();
    age(reclaiming, DAY.multipliedBy(2));
    assertThat(isDue()).isTrue();
    var reindex = (RepositoryTaskResult.Accepted) submission.reindex(repository, Fixtures.ALICE);
    assertThat(isDue()).as("it is to be reindexed").isFalse();
    submission.cancel(reindex.taskId(), Fixtures.ALICE);
    assertThat(isDue()).isTrue();
    new Repositories(context).unavailable(repository, "It is not mounted.");
    assertThat(isDue()).as("nobody reaches it").isFalse();
  }

  private boolean isDue() {
    return isDue(DAY);
  }

  private boolean isDue(Duration every) {
    return new DueReclaims(context).list(every).contains(repository);
  }

  private CreateResult.Accepted running() {
    UUID volume = fixtures.volume("kept");
    CreateResult.Accepted backup =
        fixtures.submit(
            new NewBackup(
                Projects.DEFAULT_ID, volume, null, "", "", false, Map.of(), repository, null));
    fixtures.claim(backup.taskId(), worker);
    return backup;
  }

  private UUID succeeded(CreateResult.Accepted backup) {
    completion.backupSucceeded(backup.taskId(), worker, new BackupTotals(1, 1));
    return backup.backupId();
  }

  private UUID delete(UUID backup) {
    UUID task = ((DeleteResult.Accepted) submission.delete(backup, Fixtures.ALICE)).taskId();
    fixtures.claim(task, worker);
    completion.deleteSucceeded(task, worker);
    return task;
  }

  private UUID reclaim() {
    return ((RepositoryTaskResult.Accepted) submission.reclaim(repository, Fixtures.ALICE))
        .taskId();
  }

  private void reclaimed(Duration ago) {
    UUID task = reclaim();
    fixtures.claim(task, worker);
    completion.reclaimSucceeded(task, worker, "Done.");
    age(task, ago);
  }

  private void age(UUID task, Duration age) {
    context
        .update(TASK)
        .set(TASK.CREATED_AT, Clock.nowMinus(age))
        .set(TASK.STARTED_AT, Clock.nowMinus(age))
        .set(TASK.FINISHED_AT, Clock.nowMinus(age))
        .where(TASK.ID.eq(task))
        .execute();
  }
}
