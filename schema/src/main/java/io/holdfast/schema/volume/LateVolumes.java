package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.TROUBLE;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import io.holdfast.schema.notification.TroubleKind;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * Notes which volumes have become late, or failed, and which are well again: only time makes them
 * so, hence somebody has to look. May be done by several at once.
 */
public final class LateVolumes {

  /** A statement that takes minutes is given up, and all it did is lost. */
  private static final int AT_ONCE = 2000;

  private final DSLContext database;

  public LateVolumes(DSLContext database) {
    this.database = database;
  }

  /** Looks at every volume. */
  public void note() {
    while (begin() == AT_ONCE) {
      // After an outage all are late at once, and each is told of.
    }
    end();
  }

  private int begin() {
    Field<String> id = VOLUME.ID.cast(SQLDataType.VARCHAR);
    return database
        .insertInto(
            TROUBLE,
            TROUBLE.KIND,
            TROUBLE.ABOUT,
            TROUBLE.SUBJECT_KIND,
            TROUBLE.SUBJECT_ID,
            TROUBLE.SUBJECT_NAME,
            TROUBLE.DETAIL)
        .select(
            select(
                    inline(TroubleKind.VOLUME_LATE, TROUBLE.KIND),
                    id,
                    inline("volume"),
                    id,
                    VOLUME.NAME,
                    detail())
                .from(ProtectionRule.VOLUMES)
                .where(
                    VOLUME.DELETED_AT.isNull(),
                    isLate(),
                    notExists(
                        selectOne()
                            .from(TROUBLE)
                            .where(
                                TROUBLE.KIND.eq(inline(TroubleKind.VOLUME_LATE, TROUBLE.KIND)),
                                TROUBLE.ABOUT.eq(id),
                                TROUBLE.ENDED_AT.isNull())))
                .limit(AT_ONCE))
        .onConflictDoNothing()
        .execute();
  }

  private void end() {
    database
        .update(TROUBLE)
        .set(TROUBLE.ENDED_AT, Clock.now())
        .where(
            TROUBLE.KIND.eq(inline(TroubleKind.VOLUME_LATE, TROUBLE.KIND)),
            TROUBLE.ENDED_AT.isNull(),
            notExists(
                selectOne()
                    .from(ProtectionRule.VOLUMES)
                    .where(
                        VOLUME.ID.eq(TROUBLE.ABOUT.cast(SQLDataType.UUID)),
                        VOLUME.DELETED_AT.isNull(),
                        isLate())))
        .execute();
  }

  /** One that never had a backup and never failed is not: nobody may want it backed up. */
  private static Condition isLate() {
    return ProtectionRule.SEVERITY.in(
        inline(Protection.LATE.ordinal()), inline(Protection.FAILED.ordinal()));
  }

  private static Field<Map<String, String>> detail() {
    return field(
        "jsonb_strip_nulls(jsonb_build_object('protection', {0}, 'newest', {1}))",
        TROUBLE.DETAIL.getDataType(),
        when(ProtectionRule.SEVERITY.eq(inline(Protection.LATE.ordinal())), inline("late"))
            .otherwise(inline("failed")),
        field(
            "to_char({0} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            SQLDataType.VARCHAR, VOLUME.LAST_INTACT_BACKUP_AT));
  }
}
