package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.POLICY;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;

import io.holdfast.schema.backup.Backup;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The backups that a policy made, for finding which of them may go. */
public final class PolicyBackups {

  private static final Field<Boolean> IS_DAMAGED =
      field(BACKUP.VERIFY_RESULT.isNotDistinctFrom(Backup.DAMAGED));

  private final DSLContext database;

  public PolicyBackups(DSLContext database) {
    this.database = database;
  }

  /**
   * Volumes with backups of the policy, one of which has changed since.
   *
   * @param since {@code null}: whenever
   */
  public List<UUID> volumes(UUID policyId, @Nullable Instant since) {
    return database
        .selectDistinct(BACKUP.VOLUME_ID)
        .from(BACKUP)
        .where(
            BACKUP.POLICY_ID.eq(policyId),
            since == null ? noCondition() : BACKUP.UPDATED_AT.ge(since))
        .orderBy(BACKUP.VOLUME_ID)
        .fetch(BACKUP.VOLUME_ID);
  }

  /** The policy's backups of these volumes that are not deleted, by volume, the newest first. */
  public List<PolicyBackup> ofVolumes(UUID policyId, Collection<UUID> volumes) {
    var rows =
        database
            .select(
                BACKUP.ID,
                BACKUP.VOLUME_ID,
                BACKUP.VOLUME_NAME,
                BACKUP.NAME,
                BACKUP.STATUS,
                IS_DAMAGED,
                BACKUP.DATA_TIMESTAMP,
                BACKUP.HELD)
            .from(BACKUP)
            .where(
                BACKUP.POLICY_ID.eq(policyId),
                BACKUP.VOLUME_ID.in(volumes),
                BACKUP.DELETED_AT.isNull())
            .orderBy(BACKUP.VOLUME_ID, BACKUP.DATA_TIMESTAMP.desc(), BACKUP.ID.desc())
            .fetch();
    var children =
        database
            .select(BACKUP.PARENT_ID, BACKUP.ID)
            .from(BACKUP)
            .where(BACKUP.PARENT_ID.in(rows.getValues(BACKUP.ID)), BACKUP.DELETED_AT.isNull())
            .fetchGroups(BACKUP.PARENT_ID, BACKUP.ID);
    return rows.map(row -> {
      Set<UUID> dependents = new HashSet<>(children.getOrDefault(row.value1(), List.of()));
      return new PolicyBackup(
          row.value1(),
          row.value2(),
          row.value3(),
          row.value4(),
          row.value5(),
          row.value6(),
          row.value7(),
          row.value8(),
          dependents);
    });
  }

  /**
   * All changes of the policy's backups up to then have been looked at. False: another console was
   * first, or the policy was changed meanwhile.
   */
  public boolean swept(Policy seen, Instant upTo) {
    return database
            .update(POLICY)
            .set(POLICY.SWEPT_AT, upTo)
            .where(
                POLICY.ID.eq(seen.id()),
                POLICY.VERSION.eq(seen.version()),
                POLICY.SWEPT_AT.isNotDistinctFrom(seen.sweptAt()))
            .execute()
        == 1;
  }
}
