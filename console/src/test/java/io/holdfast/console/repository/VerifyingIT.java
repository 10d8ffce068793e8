package io.holdfast.console.repository;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RepositoryTaskResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.VerifyOutcome;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VerifyingIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Settings settings = new Settings(database.context());
  private final Fixtures fixtures = new Fixtures(database.context());
  private final TaskCompletion completion = new TaskCompletion(database.context());
  private final Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
  private final Verifying verifying = new Verifying(database.context());

  @AfterEach
  void nothingIsLeft() {
    settings.set(Settings.VERIFY_EVERY, "P30D");
    database.context().deleteFrom(TASK).execute();
    database.context().deleteFrom(BACKUP).execute();
    database.context().update(REPOSITORY).setNull(REPOSITORY.VERIFIED_AT).execute();
    repositoryIs(Duration.ZERO);
  }

  @Test
  void all_of_a_repository_is_verified_once_a_month_unless_somebody_has_set_that_it_is_not() {
    repositoryIs(Duration.ofDays(31));
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY_REPOSITORY)).as("nothing is in it").isEmpty();
    fixtures.available(fixtures.volume("documents"), worker);
    settings.set(Settings.VERIFY_EVERY, Settings.NEVER);
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY_REPOSITORY)).isEmpty();

    settings.set(Settings.VERIFY_EVERY, "P30D");
    verifying.run();
    verifying.run();
    Task first = one(TaskKind.VERIFY_REPOSITORY);
    assertThat(first)
        .returns("console", Task::createdBy)
        .returns(null, Task::samplePercent)
        .returns(TaskKind.VERIFY_REPOSITORY.usualPriority(), Task::priority);
    fixtures.claim(first.id(), worker);
    completion.repositoryVerified(first.id(), worker, "All are intact.");
    database.context().update(TASK).set(TASK.CREATED_AT, daysAgo(29)).execute();
    verifying.run();
    one(TaskKind.VERIFY_REPOSITORY);
    database.context().update(REPOSITORY).set(REPOSITORY.VERIFIED_AT, daysAgo(30)).execute();
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY_REPOSITORY)).hasSize(2);
  }

  @Test
  void a_verify_that_did_not_come_to_its_end_is_tried_again_the_next_day() {
    fixtures.available(fixtures.volume("documents"), worker);
    repositoryIs(Duration.ofDays(31));
    verifying.run();
    Task first = one(TaskKind.VERIFY_REPOSITORY);
    fixtures.claim(first.id(), worker);
    completion.failed(first.id(), worker, "The repository is away.");
    verifying.run();
    one(TaskKind.VERIFY_REPOSITORY);
    database.context().update(TASK).set(TASK.CREATED_AT, daysAgo(1)).execute();
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY_REPOSITORY)).hasSize(2);
  }

  @Test
  void a_sample_that_somebody_asked_for_does_not_count_as_all_of_it() {
    fixtures.available(fixtures.volume("documents"), worker);
    repositoryIs(Duration.ofDays(31));
    UUID repository =
        database.context().select(REPOSITORY.ID).from(REPOSITORY).fetchSingle().value1();
    UUID sample =
        ((RepositoryTaskResult.Accepted)
                new BackupSubmission(database.context())
                    .verifyRepository(repository, 5, Actor.system("somebody")))
            .taskId();
    fixtures.claim(sample, worker);
    completion.repositoryVerified(sample, worker, "All are intact.");
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY_REPOSITORY)).hasSize(2);
  }

  @Test
  void a_damaged_backup_is_verified_again_once_its_volume_was_backed_up_again() {
    UUID volume = fixtures.volume("documents");
    UUID damaged = fixtures.available(volume, worker);
    fixtures.available(fixtures.volume("other"), worker);
    new BackupStates(database.context()).verified(damaged, false, true, "1 chunk is damaged.");
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY)).isEmpty();

    fixtures.available(volume, worker);
    verifying.run();
    verifying.run();
    Task again = one(TaskKind.VERIFY);
    assertThat(again.backupId()).isEqualTo(damaged);
    fixtures.claim(again.id(), worker);
    completion.verified(again.id(), worker, new VerifyOutcome(false, true, "It still is."));
    verifying.run();
    one(TaskKind.VERIFY);
    fixtures.available(volume, worker);
    verifying.run();
    assertThat(tasks(TaskKind.VERIFY)).hasSize(2);
  }

  private static void repositoryIs(Duration old) {
    database.context().update(REPOSITORY).set(REPOSITORY.CREATED_AT, Clock.nowMinus(old)).execute();
  }

  private static Field<Instant> daysAgo(int days) {
    return Clock.nowMinus(Duration.ofDays(days));
  }

  private static Task one(TaskKind kind) {
    List<Task> all = tasks(kind);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static List<Task> tasks(TaskKind kind) {
    return new TaskQueries(database.context())
        .list(TaskFilter.all().ofKind(kind), Order.ascending(TaskSort.CREATED), Slice.first(10));
  }
}
