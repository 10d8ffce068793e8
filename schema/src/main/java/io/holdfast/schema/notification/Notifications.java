package io.holdfast.schema.notification;

import static io.holdfast.schema.generated.Tables.NOTIFICATION;
import static org.jooq.impl.DSL.select;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Messages to people, and taking each for sending. */
public final class Notifications {

  private final DSLContext database;

  public Notifications(DSLContext database) {
    this.database = database;
  }

  /**
   * Takes a message that is due, so that nobody else does for a while. Whoever takes it must say
   * how it ended within that time; otherwise it is tried again, since its taker may be dead.
   */
  public Optional<Notification> take(Duration hold) {
    return database
        .update(NOTIFICATION)
        .set(NOTIFICATION.TRIES, NOTIFICATION.TRIES.plus(1))
        .set(NOTIFICATION.TRY_AT, Clock.nowPlus(hold))
        .where(
            NOTIFICATION.STATE.eq(NotificationState.WAITING),
            NOTIFICATION.ID.eq(
                select(NOTIFICATION.ID)
                    .from(NOTIFICATION)
                    .where(
                        NOTIFICATION.STATE.eq(NotificationState.WAITING),
                        NOTIFICATION.TRY_AT.le(Clock.now()))
                    .orderBy(NOTIFICATION.TRY_AT)
                    .limit(1)
                    .forUpdate()
                    .skipLocked()))
        .returningResult(NOTIFICATION.fields())
        .fetchOptional(Notifications::notification);
  }

  /** It was sent. False: somebody else has taken it since. */
  public boolean sent(Notification taken) {
    return end(taken, NotificationState.SENT, taken.reason());
  }

  /** It could not be sent and is not tried again. False: somebody else has taken it since. */
  public boolean giveUp(Notification taken, String reason) {
    return end(taken, NotificationState.GIVEN_UP, reason);
  }

  /** It could not be sent and is tried later. False: somebody else has taken it since. */
  public boolean later(Notification taken, Duration pause, String reason) {
    return database
            .update(NOTIFICATION)
            .set(NOTIFICATION.TRY_AT, Clock.nowPlus(pause))
            .set(NOTIFICATION.REASON, reason)
            .where(isStill(taken))
            .execute()
        == 1;
  }

  private boolean end(Notification taken, NotificationState state, @Nullable String reason) {
    return database
            .update(NOTIFICATION)
            .set(NOTIFICATION.STATE, state)
            .set(NOTIFICATION.REASON, reason)
            .set(NOTIFICATION.ENDED_AT, Clock.now())
            .where(isStill(taken))
            .execute()
        == 1;
  }

  /** The count of tries is the fence: it grows whenever somebody takes it. */
  private static Condition isStill(Notification taken) {
    return NOTIFICATION
        .ID
        .eq(taken.id())
        .and(NOTIFICATION.STATE.eq(NotificationState.WAITING))
        .and(NOTIFICATION.TRIES.eq(taken.tries()));
  }

  /** Tries one anew that was given up. False: it was not, or is unknown. */
  public boolean tryAgain(UUID id) {
    return database
            .update(NOTIFICATION)
            .set(NOTIFICATION.STATE, NotificationState.WAITING)
            .set(NOTIFICATION.TRIES, 0)
            .set(NOTIFICATION.TRY_AT, Clock.now())
            .setNull(NOTIFICATION.ENDED_AT)
            .where(NOTIFICATION.ID.eq(id), NOTIFICATION.STATE.eq(NotificationState.GIVEN_UP))
            .execute()
        == 1;
  }

  /** Messages, the newest first. */
  public List<Notification> list(Slice slice) {
    return database
        .select(NOTIFICATION.fields())
        .from(NOTIFICATION)
        .orderBy(NOTIFICATION.CREATED_AT.desc(), NOTIFICATION.ID.desc())
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(Notifications::notification);
  }

  private static Notification notification(Record row) {
    return new Notification(
        row.get(NOTIFICATION.ID),
        row.get(NOTIFICATION.CHANNEL),
        row.get(NOTIFICATION.BUNDLE_ID),
        row.get(NOTIFICATION.STATE),
        row.get(NOTIFICATION.TRIES),
        row.get(NOTIFICATION.TRY_AT),
        row.get(NOTIFICATION.REASON),
        row.get(NOTIFICATION.CREATED_AT),
        row.get(NOTIFICATION.ENDED_AT));
  }
}
