package io.holdfast.schema.notification;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.NOTIFICATION;
import static io.holdfast.schema.generated.Tables.NOTIFICATION_CHANNEL;
import static io.holdfast.schema.generated.Tables.SETTING;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.TROUBLE;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What went wrong, and gathering it into messages. */
public final class Troubles {

  private static final Duration LOSS_IS_NEWS = Duration.ofDays(1);

  private final DSLContext database;

  public Troubles(DSLContext database) {
    this.database = database;
  }

  /**
   * Once the oldest trouble that nobody was told of is as old as this, puts all of them into one
   * message for each channel that is switched on. Those of kinds that are switched off, and all of
   * them while no channel is on, count as told. What only a newer version knows is left to that.
   *
   * @return how many messages there are to send
   */
  public int gather(Duration age) {
    if (!database.fetchExists(TROUBLE, untold(age))) {
      return 0;
    }
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      // One gathers at a time, so that the next one sees what this one took.
      List<ChannelKind> channels =
          here
              .select(NOTIFICATION_CHANNEL.KIND, NOTIFICATION_CHANNEL.ENABLED)
              .from(NOTIFICATION_CHANNEL)
              .orderBy(NOTIFICATION_CHANNEL.KIND)
              .forUpdate()
              .fetch()
              .stream()
              .filter(channel -> channel.value2())
              .map(channel -> channel.value1())
              .toList();
      UUID bundle = UUID.randomUUID();
      here.update(TROUBLE)
          .set(TROUBLE.TOLD_AT, Clock.now())
          .set(
              TROUBLE.BUNDLE_ID,
              channels.isEmpty()
                  ? val((UUID) null, TROUBLE.BUNDLE_ID)
                  : when(isWanted(), val(bundle, TROUBLE.BUNDLE_ID)))
          .where(
              TROUBLE.TOLD_AT.isNull(),
              TROUBLE.KIND.in(TroubleKind.ALL),
              exists(selectOne().from(TROUBLE.as("other")).where(oldOther(age))))
          .execute();
      if (!here.fetchExists(TROUBLE, TROUBLE.BUNDLE_ID.eq(bundle))) {
        return 0;
      }
      channels.forEach(channel ->
          here.insertInto(NOTIFICATION)
              .set(NOTIFICATION.CHANNEL, channel)
              .set(NOTIFICATION.BUNDLE_ID, bundle)
              .execute());
      return channels.size();
    });
  }

  private static Condition untold(Duration age) {
    return TROUBLE
        .TOLD_AT
        .isNull()
        .and(TROUBLE.KIND.in(TroubleKind.ALL))
        .and(TROUBLE.BEGAN_AT.le(Clock.nowMinus(age)));
  }

  private static Condition oldOther(Duration age) {
    var other = TROUBLE.as("other");
    return other
        .TOLD_AT
        .isNull()
        .and(other.KIND.in(TroubleKind.ALL))
        .and(other.BEGAN_AT.le(Clock.nowMinus(age)));
  }

  private static Condition isWanted() {
    return exists(
        select(SETTING.KEY)
            .from(SETTING)
            .where(
                SETTING.KEY.eq(concat(inline("notify."), TROUBLE.KIND.cast(String.class))),
                SETTING.VALUE.eq(inline("true"))));
  }

  /** The troubles of a bundle, by kind and then the oldest first. */
  public List<Trouble> ofBundle(UUID bundleId, int atMost) {
    return database
        .select(TROUBLE.fields())
        .from(TROUBLE)
        .where(TROUBLE.BUNDLE_ID.eq(bundleId), TROUBLE.KIND.in(TroubleKind.ALL))
        .orderBy(TROUBLE.KIND, TROUBLE.BEGAN_AT, TROUBLE.ID)
        .limit(atMost)
        .fetch(Troubles::trouble);
  }

  /**
   * What began lately, the newest first.
   *
   * @param within how long ago at most
   * @param projectId tasks, volumes and backups of this project only; {@code null}: everything
   */
  public List<Trouble> newest(Duration within, @Nullable UUID projectId, int atMost) {
    return database
        .select(TROUBLE.fields())
        .from(TROUBLE)
        .where(
            TROUBLE.BEGAN_AT.gt(Clock.nowMinus(within)),
            TROUBLE.KIND.in(TroubleKind.ALL),
            projectId == null ? noCondition() : concerns(projectId))
        .orderBy(TROUBLE.BEGAN_AT.desc(), TROUBLE.ID)
        .limit(atMost)
        .fetch(Troubles::trouble);
  }

  /**
   * What is not well again, the newest first, of some kinds; a lost worker for a day only, as
   * others went on with what it did, and it may be gone for good.
   */
  public List<Trouble> lasting(Set<TroubleKind> kinds, int atMost) {
    return database
        .select(TROUBLE.fields())
        .from(TROUBLE)
        .where(
            TROUBLE.ENDED_AT.isNull(),
            TROUBLE.KIND.in(kinds),
            TROUBLE
                .KIND
                .ne(TroubleKind.WORKER_LOST)
                .or(TROUBLE.BEGAN_AT.gt(Clock.nowMinus(LOSS_IS_NEWS))))
        .orderBy(TROUBLE.BEGAN_AT.desc(), TROUBLE.ID)
        .limit(atMost)
        .fetch(Troubles::trouble);
  }

  private static Condition concerns(UUID projectId) {
    return exists(
            selectOne()
                .from(TASK)
                .where(TASK.ID.eq(subject("task")), TASK.PROJECT_ID.eq(projectId)))
        .or(
            exists(
                selectOne()
                    .from(VOLUME)
                    .where(VOLUME.ID.eq(subject("volume")), VOLUME.PROJECT_ID.eq(projectId))))
        .or(
            exists(
                selectOne()
                    .from(BACKUP)
                    .where(BACKUP.ID.eq(subject("backup")), BACKUP.PROJECT_ID.eq(projectId))));
  }

  /** The id of a subject of this kind; null for others, whose ids may be names. */
  private static Field<UUID> subject(String kind) {
    return when(TROUBLE.SUBJECT_KIND.eq(inline(kind)), TROUBLE.SUBJECT_ID.cast(UUID.class));
  }

  public int countOfBundle(UUID bundleId) {
    return database.fetchCount(TROUBLE, TROUBLE.BUNDLE_ID.eq(bundleId));
  }

  private static Trouble trouble(Record row) {
    return new Trouble(
        row.get(TROUBLE.ID),
        row.get(TROUBLE.KIND),
        row.get(TROUBLE.SUBJECT_KIND),
        row.get(TROUBLE.SUBJECT_ID),
        row.get(TROUBLE.SUBJECT_NAME),
        row.get(TROUBLE.DETAIL),
        row.get(TROUBLE.BEGAN_AT),
        row.get(TROUBLE.ENDED_AT));
  }
}
