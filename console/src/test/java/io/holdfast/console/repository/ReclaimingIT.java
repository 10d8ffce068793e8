package io.holdfast.console.repository;

import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReclaimingIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  @Test
  void space_is_reclaimed_once_a_day_unless_somebody_has_set_that_it_is_not() {
    Fixtures fixtures = new Fixtures(database.context());
    Owner worker = fixtures.worker("worker");
    CreateResult.Accepted failed = fixtures.running(fixtures.volume("failed"), worker);
    new TaskCompletion(database.context()).failed(failed.taskId(), worker, "It is broken.");
    Reclaiming reclaiming = new Reclaiming(database.context());

    reclaiming.run();
    assertThat(reclaims()).as("it is not a day old").isEmpty();
    database
        .context()
        .update(REPOSITORY)
        .set(REPOSITORY.CREATED_AT, Clock.nowMinus(Duration.ofDays(2)))
        .execute();
    Settings settings = new Settings(database.context());
    settings.set(Settings.RECLAIM_EVERY, Settings.NEVER);
    reclaiming.run();
    assertThat(reclaims()).isEmpty();

    settings.set(Settings.RECLAIM_EVERY, "P1D");
    reclaiming.run();
    reclaiming.run();
    assertThat(reclaims()).singleElement().returns("console", Task::createdBy);
  }

  private static List<Task> reclaims() {
    return new TaskQueries(database.context())
        .list(
            TaskFilter.all().ofKind(TaskKind.RECLAIM),
            Order.ascending(TaskSort.CREATED),
            Slice.first(10));
  }
}
