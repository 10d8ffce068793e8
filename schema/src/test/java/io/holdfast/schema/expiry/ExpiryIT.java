package io.holdfast.schema.expiry;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.AUDIT;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.TROUBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Clock;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.time.Duration;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiryIT {

  private static final Duration YEAR = Duration.ofDays(365);

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final DSLContext context = database.context();
  private final Fixtures fixtures = new Fixtures(context);
  private final History history = new History(context);
  private final Owner worker = fixtures.worker("worker-" + UUID.randomUUID());

  @Test
  void tasks_go_when_they_ended_long_ago_and_nothing_is_attached_for_them() {
    UUID ended = failedWithAttachment(true);
    UUID attached = failedWithAttachment(false);
    UUID recent = failed();
    UUID running = fixtures.running(fixtures.volume("running"), worker).taskId();
    age(ended);
    age(attached);
    assertThat(history.forgetTasks(YEAR, 100)).isEqualTo(1);
    assertThat(context.select(TASK.ID).from(TASK).fetch(TASK.ID))
        .contains(attached, recent, running)
        .doesNotContain(ended);
    assertThat(context.fetchExists(ATTACHMENT, ATTACHMENT.TASK_ID.eq(attached))).isTrue();
  }

  @Test
  void what_is_much_goes_in_batches() {
    for (int i = 0; i < 5; i++) {
      age(failed());
    }
    assertThat(history.forgetTasks(YEAR, 3)).isEqualTo(3);
    assertThat(history.forgetTasks(YEAR, 3)).isEqualTo(2);
    context.update(AUDIT).set(AUDIT.AT, Clock.nowMinus(YEAR.plusDays(1))).execute();
    int entries = context.fetchCount(AUDIT);
    assertThat(history.forgetAudit(YEAR, entries - 1)).isEqualTo(entries - 1);
    assertThat(history.forgetAudit(YEAR, entries)).isEqualTo(1);
  }

  @Test
  void a_trouble_that_nobody_was_told_of_stays() {
    failed();
    context.update(TROUBLE).set(TROUBLE.BEGAN_AT, Clock.nowMinus(YEAR.plusDays(1))).execute();
    assertThat(history.forgetTroubles(YEAR, 100)).isZero();
    context.update(TROUBLE).set(TROUBLE.TOLD_AT, Clock.now()).execute();
    assertThat(history.forgetTroubles(YEAR, 100)).isPositive();
  }

  private UUID failed() {
    CreateResult.Accepted running = fixtures.running(fixtures.volume("old"), worker);
    return fail(running.taskId());
  }

  private UUID failedWithAttachment(boolean detached) {
    UUID volume = fixtures.volume("attached");
    CreateResult.Accepted running = fixtures.running(volume, worker);
    Attachments attachments = new Attachments(context);
    UUID id = UUID.randomUUID();
    attachments.open(
        NewAttachment.ofVolume(id, running.taskId(), volume, Fixtures.BACKEND, AttachmentMode.RO),
        worker);
    attachments.attached(id, worker);
    if (detached) {
      attachments.detaching(id);
      attachments.detached(id);
    }
    return fail(running.taskId());
  }

  private UUID fail(UUID task) {
    new TaskCompletion(context).failed(task, worker, "no room");
    return task;
  }

  private void age(UUID task) {
    context
        .update(TASK)
        .set(TASK.FINISHED_AT, Clock.nowMinus(YEAR.plusDays(1)))
        .where(TASK.ID.eq(task))
        .execute();
  }
}
