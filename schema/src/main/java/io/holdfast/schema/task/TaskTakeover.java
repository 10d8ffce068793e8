package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * Takes tasks from incarnations that are closed. The only way in which a task changes hands, and it
 * holds only when both fences are up: the incarnation can neither renew nor claim nor attach, and
 * each of the task's attachments is detached.
 */
public final class TaskTakeover {

  private static final Condition OWNER_CLOSED =
      exists(
          selectOne().from(NODE).where(NODE.ID.eq(TASK.INCARNATION), NODE.CLOSED_AT.isNotNull()));
  private static final Condition NOTHING_ATTACHED =
      notExists(
          selectOne()
              .from(ATTACHMENT)
              .where(ATTACHMENT.TASK_ID.eq(TASK.ID), ATTACHMENT.DETACHED_AT.isNull()));

  /**
   * Nought for the first two times, then 8, 16, 32 … seconds, at most ten minutes: what kills its
   * worker is slowed down.
   */
  private static final Field<Instant> NOT_BEFORE =
      field(
          "clock_timestamp() + case when {0} < 2 then 0 else least(power(2, least({0}, 20) + 1),"
              + " 600) end * interval '1 second'",
          SQLDataType.INSTANT, TASK.TAKEOVERS);

  private final DSLContext database;

  public TaskTakeover(DSLContext database) {
    this.database = database;
  }

  /**
   * Closed incarnations that still own tasks or attachments: their fencing has to be finished, by
   * whoever sees them.
   */
  public List<Node> closedWithLeftovers() {
    return incarnationsWithLeftovers(NODE.CLOSED_AT.isNotNull());
  }

  /**
   * Earlier, closed incarnations of the owner's own host that still own tasks or attachments: all
   * that a start cleans up.
   */
  public List<Node> earlierWithLeftovers(Owner self) {
    return incarnationsWithLeftovers(
        NODE.CLOSED_AT
            .isNotNull()
            .and(NODE.HOST.eq(self.host()))
            .and(NODE.ID.ne(self.incarnation())));
  }

  private List<Node> incarnationsWithLeftovers(Condition which) {
    NodeQueries nodes = new NodeQueries(database);
    return database
        .select(NODE.ID)
        .from(NODE)
        .where(
            which,
            // Named by index: there are few owners and many closed incarnations.
            NODE.ID.in(
                database
                    .select(TASK.INCARNATION)
                    .from(TASK)
                    .where(TASK.INCARNATION.isNotNull())
                    .union(
                        database
                            .select(ATTACHMENT.INCARNATION)
                            .from(ATTACHMENT)
                            .where(ATTACHMENT.DETACHED_AT.isNull()))))
        .orderBy(NODE.CLOSED_AT)
        .fetch(NODE.ID)
        .stream()
        .flatMap(id -> nodes.find(id).stream())
        .toList();
  }

  /**
   * Queues every task of a closed incarnation that has no attachment left, or cancels it if
   * somebody wanted that. What still has one stays and is taken by a later call.
   */
  public List<TakenOver> takeOver(UUID incarnation) {
    List<TakenOver> taken = new ArrayList<>();
    for (UUID taskId :
        database
            .select(TASK.ID)
            .from(TASK)
            .where(TASK.INCARNATION.eq(incarnation))
            .orderBy(TASK.ID)
            .fetch(TASK.ID)) {
      takeOver(taskId, incarnation).ifPresent(taken::add);
    }
    return List.copyOf(taken);
  }

  private Optional<TakenOver> takeOver(UUID taskId, UUID incarnation) {
    Condition lost = TASK.INCARNATION.eq(incarnation).and(OWNER_CLOSED).and(NOTHING_ATTACHED);
    return Rollback.transaction(
        database,
        here -> {
          Optional<Ending> task = Ending.lock(here, taskId, lost);
          if (task.isEmpty()) {
            return Optional.empty();
          }
          int queued =
              here.update(TASK)
                  .set(TASK.STATE, inline(TaskState.QUEUED))
                  .setNull(TASK.HOST)
                  .setNull(TASK.INCARNATION)
                  .set(TASK.TAKEOVERS, TASK.TAKEOVERS.plus(1))
                  .set(TASK.NOT_BEFORE, NOT_BEFORE)
                  .set(TASK.UPDATED_AT, Clock.now())
                  .where(
                      TASK.ID.eq(taskId),
                      TASK.INCARNATION.eq(incarnation),
                      TASK.CANCEL_REQUESTED_AT.isNull())
                  .execute();
          if (queued == 1) {
            new Aftermath(here, task.get()).queuedAgain();
          } else {
            Cancelling.cancel(here, taskId, TASK.INCARNATION.eq(incarnation));
          }
          return Optional.of(new TakenOver(taskId, task.get().kind(), queued == 1));
        });
  }
}
