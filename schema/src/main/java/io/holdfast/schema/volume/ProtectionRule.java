package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.SETTING;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Covering;
import io.holdfast.schema.identity.Settings;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** Protection as SQL, in a statement about {@link #VOLUMES}. */
final class ProtectionRule {

  private static final Field<Instant> BY_SETTING =
      field(
          "{0} - ({1})::interval",
          SQLDataType.INSTANT,
          Clock.transactionStart(),
          field(
              select(SETTING.VALUE)
                  .from(SETTING)
                  .where(SETTING.KEY.eq(inline(Settings.PROTECTION_MAXIMUM_AGE)))));

  private static final Field<Instant> BY_POLICIES =
      field(
          select(max(POLICY.FRESH_SINCE))
              .from(POLICY)
              .where(POLICY.ENABLED.isTrue(), Covering.byPolicy()));

  private static final Field<Instant> NEWEST = max(POLICY.FRESH_SINCE).as("newest");
  private static final Field<Instant> OLDEST = min(POLICY.FRESH_SINCE).as("oldest");

  /** Of those that cover each volume that they may cover. */
  private static final Field<Instant> NEWEST_OF_ALL =
      max(POLICY.FRESH_SINCE).filterWhere(Covering.everyVolume()).as("of_all");

  /** What the policies of one project ask for, reckoned once for all its volumes. */
  private static final Table<?> OWN =
      select(POLICY.PROJECT_ID, NEWEST, OLDEST, NEWEST_OF_ALL)
          .from(POLICY)
          .where(POLICY.ENABLED.isTrue(), POLICY.PROJECT_ID.isNotNull())
          .groupBy(POLICY.PROJECT_ID)
          .asTable("own_policies");

  /** The volumes, with what each rule here needs to know. */
  static final Table<?> VOLUMES =
      VOLUME.leftJoin(OWN).on(VOLUME.PROJECT_ID.eq(OWN.field(POLICY.PROJECT_ID)));

  /** As new as any policy asks for: it spares most volumes to ask which of them cover it. */
  private static final Field<Instant> STRICTEST =
      greatest(OWN.field(NEWEST), ofEveryProject(NEWEST), BY_SETTING);

  /** What is older than this is late, whichever policies cover it. */
  private static final Field<Instant> LOOSEST =
      coalesce(
          greatest(OWN.field(NEWEST_OF_ALL), ofEveryProject(NEWEST_OF_ALL)),
          least(OWN.field(OLDEST), ofEveryProject(OLDEST), BY_SETTING));

  private static Field<Instant> ofEveryProject(Field<Instant> bound) {
    return field(
        select(bound).from(POLICY).where(POLICY.ENABLED.isTrue(), POLICY.PROJECT_ID.isNull()));
  }

  private static final Condition IS_BEING_BACKED_UP =
      VOLUME.STATUS.eq(inline(VolumeStatus.BACKING_UP));

  private static final Condition FAILED =
      VOLUME.PREVIOUS_STATUS.eq(inline(VolumeStatus.ERROR_BACKING_UP)).and(not(IS_BEING_BACKED_UP));

  /** While it is backed up, a volume is not late by policy. */
  private static final Condition FRESH =
      condition(
          when(VOLUME.LAST_INTACT_BACKUP_AT.ge(STRICTEST), inline(true))
              .when(IS_BEING_BACKED_UP, VOLUME.LAST_INTACT_BACKUP_AT.ge(BY_SETTING))
              .when(VOLUME.LAST_INTACT_BACKUP_AT.lt(LOOSEST), inline(false))
              .otherwise(VOLUME.LAST_INTACT_BACKUP_AT.ge(coalesce(BY_POLICIES, BY_SETTING))));

  /** When a policy that covers the volume is due next. */
  static final Field<Instant> NEXT_RUN_AT =
      field(
              select(min(POLICY.NEXT_RUN_AT))
                  .from(POLICY)
                  .where(POLICY.ENABLED.isTrue(), Covering.byPolicy()))
          .as("next_policy_run_at");

  /** The position in {@link Protection}. */
  static final Field<Integer> SEVERITY =
      when(VOLUME.LAST_INTACT_BACKUP_AT.isNull().and(FAILED), inline(Protection.FAILED.ordinal()))
          .when(VOLUME.LAST_INTACT_BACKUP_AT.isNull(), inline(Protection.UNPROTECTED.ordinal()))
          .when(FRESH, inline(Protection.PROTECTED.ordinal()))
          .when(FAILED, inline(Protection.FAILED.ordinal()))
          .otherwise(inline(Protection.LATE.ordinal()));

  static final Field<Protection> PROTECTION =
      SEVERITY.convert(
          Protection.class, ordinal -> Protection.values()[ordinal], Protection::ordinal);

  private ProtectionRule() {}

  /** With what an index can tell first. */
  static Condition is(Protection protection) {
    Condition severity = SEVERITY.eq(inline(protection.ordinal()));
    return switch (protection) {
      case UNPROTECTED -> VOLUME.LAST_INTACT_BACKUP_AT.isNull().and(severity);
      case FAILED -> VOLUME.PREVIOUS_STATUS.eq(inline(VolumeStatus.ERROR_BACKING_UP)).and(severity);
      case LATE -> VOLUME.LAST_INTACT_BACKUP_AT.isNotNull().and(severity);
      // Says the same, but the database takes a number to be rare and a truth to be common, as
      // being protected is: it then walks by name until the page is full.
      case PROTECTED -> VOLUME.LAST_INTACT_BACKUP_AT.isNotNull().and(FRESH);
    };
  }
}
