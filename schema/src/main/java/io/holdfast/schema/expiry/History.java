package io.holdfast.schema.expiry;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.AUDIT;
import static io.holdfast.schema.generated.Tables.NOTIFICATION;
import static io.holdfast.schema.generated.Tables.POLICY_RUN;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.TROUBLE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.Clock;
import io.holdfast.schema.attachment.AttachmentState;
import io.holdfast.schema.notification.NotificationState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Removes what is over and older than a time, a batch with each call; a full batch means that there
 * is more. Never what is still going on.
 */
public final class History {

  private final DSLContext database;

  public History(DSLContext database) {
    this.database = database;
  }

  /**
   * Tasks that ended that long ago, with their attachments; not one whose volume is still attached.
   *
   * @return how many
   */
  public int forgetTasks(Duration age, int batch) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      List<UUID> old =
          here.select(TASK.ID)
              .from(TASK)
              .where(
                  TASK.FINISHED_AT.lt(Clock.nowMinus(age)),
                  notExists(
                      selectOne()
                          .from(ATTACHMENT)
                          .where(
                              ATTACHMENT.TASK_ID.eq(TASK.ID),
                              ATTACHMENT.STATE.ne(AttachmentState.DETACHED))))
              .orderBy(TASK.FINISHED_AT)
              .limit(batch)
              .forUpdate()
              .skipLocked()
              .fetch(TASK.ID);
      here.deleteFrom(ATTACHMENT).where(ATTACHMENT.TASK_ID.in(old)).execute();
      return here.deleteFrom(TASK).where(TASK.ID.in(old)).execute();
    });
  }

  /** Entries of the audit. */
  public int forgetAudit(Duration age, int batch) {
    return database
        .deleteFrom(AUDIT)
        .where(
            AUDIT.ID.in(
                select(AUDIT.ID)
                    .from(AUDIT)
                    .where(AUDIT.AT.lt(Clock.nowMinus(age)))
                    .orderBy(AUDIT.AT)
                    .limit(batch)))
        .execute();
  }

  /** Runs of policies whose volumes have all been seen to; not the last one of a policy. */
  public int forgetPolicyRuns(Duration age, int batch) {
    var later = POLICY_RUN.as("later");
    return database
        .deleteFrom(POLICY_RUN)
        .where(
            POLICY_RUN.ID.in(
                select(POLICY_RUN.ID)
                    .from(POLICY_RUN)
                    .where(
                        POLICY_RUN.STARTED_AT.lt(Clock.nowMinus(age)),
                        POLICY_RUN.SETTLED_AT.isNotNull(),
                        exists(
                            selectOne()
                                .from(later)
                                .where(
                                    later.POLICY_ID.eq(POLICY_RUN.POLICY_ID),
                                    later.STARTED_AT.gt(POLICY_RUN.STARTED_AT))))
                    .orderBy(POLICY_RUN.STARTED_AT)
                    .limit(batch)))
        .execute();
  }

  /** Messages that were sent or given up. */
  public int forgetNotifications(Duration age, int batch) {
    return database
        .deleteFrom(NOTIFICATION)
        .where(
            NOTIFICATION.ID.in(
                select(NOTIFICATION.ID)
                    .from(NOTIFICATION)
                    .where(
                        NOTIFICATION.CREATED_AT.lt(Clock.nowMinus(age)),
                        NOTIFICATION.STATE.ne(NotificationState.WAITING))
                    .orderBy(NOTIFICATION.CREATED_AT)
                    .limit(batch)))
        .execute();
  }

  /**
   * What went wrong, unless a message has yet to tell of it. What is still wrong by then is told
   * anew when somebody notices.
   */
  public int forgetTroubles(Duration age, int batch) {
    return database
        .deleteFrom(TROUBLE)
        .where(
            TROUBLE.ID.in(
                select(TROUBLE.ID)
                    .from(TROUBLE)
                    .where(
                        TROUBLE.BEGAN_AT.lt(Clock.nowMinus(age)),
                        TROUBLE.TOLD_AT.isNotNull(),
                        notExists(
                            selectOne()
                                .from(NOTIFICATION)
                                .where(
                                    NOTIFICATION.BUNDLE_ID.eq(TROUBLE.BUNDLE_ID),
                                    NOTIFICATION.STATE.eq(NotificationState.WAITING))))
                    .orderBy(TROUBLE.BEGAN_AT)
                    .limit(batch)))
        .execute();
  }
}
