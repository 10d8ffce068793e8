package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.MOUNT;
import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.IdPrefix;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectOnConditionStep;

/** Backups as they stand. */
public final class BackupQueries {

  private static final Set<BackupStatus> WHOLE =
      EnumSet.of(BackupStatus.AVAILABLE, BackupStatus.RESTORING);
  private static final Field<Boolean> HAS_DEPENDENTS = hasDependents();
  private static final Field<Boolean> MOUNTED =
      field(exists(selectOne().from(MOUNT).where(MOUNT.BACKUP_ID.eq(BACKUP.ID)))).as("mounted");

  private final DSLContext database;

  public BackupQueries(DSLContext database) {
    this.database = database;
  }

  public List<Backup> list(BackupFilter filter, Order<BackupSort> order, Slice slice) {
    return select()
        .where(conditions(filter))
        .orderBy(orderFields(order))
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(BackupQueries::backup);
  }

  public int count(BackupFilter filter) {
    return database.fetchCount(BACKUP, conditions(filter));
  }

  /** The backup of an id, unless it is deleted. */
  public Optional<Backup> find(UUID id) {
    return select()
        .where(BACKUP.ID.eq(id), BACKUP.DELETED_AT.isNull())
        .fetchOptional(BackupQueries::backup);
  }

  /** The backups of these ids that are not deleted: what was made on others before those. */
  public List<Backup> find(Set<UUID> ids) {
    return select()
        .where(BACKUP.ID.in(ids), BACKUP.DELETED_AT.isNull())
        .orderBy(BACKUP.CREATED_AT.desc(), BACKUP.ID.desc())
        .fetch(BackupQueries::backup);
  }

  /** The names of the volumes of which only these are whole backups, each once. */
  public List<String> volumesOnlyIn(Set<UUID> ids) {
    var other = BACKUP.as("other");
    return database
        .select(max(BACKUP.VOLUME_NAME))
        .from(BACKUP)
        .where(
            BACKUP.ID.in(ids),
            BACKUP.STATUS.in(WHOLE),
            notExists(
                selectOne()
                    .from(other)
                    .where(
                        other.VOLUME_ID.eq(BACKUP.VOLUME_ID),
                        other.DELETED_AT.isNull(),
                        other.STATUS.in(WHOLE),
                        other.ID.notIn(ids))))
        .groupBy(BACKUP.VOLUME_ID)
        .orderBy(lower(max(BACKUP.VOLUME_NAME)), BACKUP.VOLUME_ID)
        .fetch(Record1::value1);
  }

  /** Incremental backups that were made on this one and are not deleted, the oldest first. */
  public List<Backup> dependents(UUID id) {
    return select()
        .where(BACKUP.PARENT_ID.eq(id), BACKUP.DELETED_AT.isNull())
        .orderBy(BACKUP.DATA_TIMESTAMP, BACKUP.ID)
        .fetch(BackupQueries::backup);
  }

  /** Ids of all backups whose manifests a repository must hold, for a verify to compare with. */
  public List<UUID> withManifests(UUID repositoryId) {
    return database
        .select(BACKUP.ID)
        .from(BACKUP)
        .where(BACKUP.REPOSITORY_ID.eq(repositoryId), BACKUP.STATUS.in(BackupStatus.WITH_MANIFEST))
        .orderBy(BACKUP.ID)
        .fetch(BACKUP.ID);
  }

  /**
   * Backups that nobody works on and that still name a temporary volume or snapshot: an earlier
   * clean-up did not succeed.
   */
  public List<Backup> withTemporaryLeftovers() {
    return select()
        .where(
            BACKUP.TEMP_VOLUME_ID.isNotNull().or(BACKUP.TEMP_SNAPSHOT_ID.isNotNull()),
            BACKUP.STATUS.ne(BackupStatus.CREATING))
        .orderBy(BACKUP.ID)
        .fetch(BackupQueries::backup);
  }

  private SelectOnConditionStep<Record> select() {
    return database
        .select(BACKUP.fields())
        .select(PROJECT.NAME, REPOSITORY.NAME, MOUNTED, HAS_DEPENDENTS)
        .from(BACKUP)
        .join(PROJECT)
        .on(PROJECT.ID.eq(BACKUP.PROJECT_ID))
        .join(REPOSITORY)
        .on(REPOSITORY.ID.eq(BACKUP.REPOSITORY_ID));
  }

  private static Field<Boolean> hasDependents() {
    var child = BACKUP.as("child");
    return field(
            exists(
                selectOne()
                    .from(child)
                    .where(child.PARENT_ID.eq(BACKUP.ID), child.DELETED_AT.isNull())))
        .as("has_dependents");
  }

  private static List<Condition> conditions(BackupFilter filter) {
    List<Condition> all = new ArrayList<>();
    all.add(BACKUP.DELETED_AT.isNull());
    if (filter.projectId() != null) {
      all.add(BACKUP.PROJECT_ID.eq(filter.projectId()));
    }
    if (!filter.statuses().isEmpty()) {
      all.add(BACKUP.STATUS.in(filter.statuses()));
    }
    if (filter.volumeId() != null) {
      all.add(BACKUP.VOLUME_ID.eq(filter.volumeId()));
    }
    if (filter.repositoryId() != null) {
      all.add(BACKUP.REPOSITORY_ID.eq(filter.repositoryId()));
    }
    if (filter.name() != null) {
      all.add(lower(BACKUP.NAME).eq(filter.name().toLowerCase(Locale.ROOT)));
    }
    if (filter.host() != null) {
      all.add(BACKUP.HOST.eq(filter.host()));
    }
    if (filter.holdsFrom() != null) {
      all.add(BACKUP.DATA_TIMESTAMP.ge(filter.holdsFrom()));
    }
    if (filter.holdsUpTo() != null) {
      all.add(BACKUP.DATA_TIMESTAMP.le(filter.holdsUpTo()));
    }
    if (filter.text() != null) {
      String text = filter.text().toLowerCase(Locale.ROOT);
      all.add(
          lower(BACKUP.NAME)
              .contains(text)
              .or(lower(BACKUP.VOLUME_NAME).contains(text))
              .or(IdPrefix.of(BACKUP.ID, text)));
    }
    return all;
  }

  private static List<OrderField<?>> orderFields(Order<BackupSort> order) {
    Field<?> by =
        switch (order.by()) {
          case CREATED -> BACKUP.CREATED_AT;
          case DATA_TIMESTAMP -> BACKUP.DATA_TIMESTAMP;
          case NAME -> lower(BACKUP.NAME);
          case VOLUME_NAME -> lower(BACKUP.VOLUME_NAME);
          case SIZE -> BACKUP.SIZE_BYTES;
          case STORED -> BACKUP.STORED_BYTES;
          case STATUS -> BACKUP.STATUS;
        };
    if (order.by() == BackupSort.VOLUME_NAME) {
      return order.descending()
          ? List.of(
              by.desc(), BACKUP.VOLUME_ID.desc(), BACKUP.DATA_TIMESTAMP.asc(), BACKUP.ID.asc())
          : List.of(
              by.asc(), BACKUP.VOLUME_ID.asc(), BACKUP.DATA_TIMESTAMP.desc(), BACKUP.ID.desc());
    }
    return order.descending()
        ? List.of(by.desc(), BACKUP.ID.desc())
        : List.of(by.asc(), BACKUP.ID.asc());
  }

  static Backup backup(Record row) {
    return new Backup(
        row.get(BACKUP.ID),
        row.get(BACKUP.PROJECT_ID),
        row.get(PROJECT.NAME),
        row.get(BACKUP.USER_ID),
        row.get(BACKUP.VOLUME_ID),
        row.get(BACKUP.VOLUME_NAME),
        row.get(BACKUP.SNAPSHOT_ID),
        row.get(BACKUP.PARENT_ID),
        row.get(BACKUP.REPOSITORY_ID),
        row.get(REPOSITORY.NAME),
        row.get(BACKUP.NAME),
        row.get(BACKUP.DESCRIPTION),
        row.get(BACKUP.INCREMENTAL),
        row.get(BACKUP.STATUS),
        row.get(BACKUP.PREVIOUS_STATUS),
        row.get(BACKUP.FAIL_REASON),
        row.get(BACKUP.HOST),
        row.get(BACKUP.INCARNATION),
        row.get(BACKUP.RESTORE_VOLUME_ID),
        row.get(BACKUP.SIZE_BYTES),
        row.get(BACKUP.READ_BYTES),
        row.get(BACKUP.STORED_BYTES),
        row.get(BACKUP.DATA_TIMESTAMP),
        row.get(BACKUP.TEMP_VOLUME_ID),
        row.get(BACKUP.TEMP_SNAPSHOT_ID),
        row.get(BACKUP.MARK),
        row.get(BACKUP.METADATA),
        row.get(MOUNTED),
        row.get(BACKUP.VERIFIED_AT),
        row.get(BACKUP.VERIFY_RESULT),
        row.get(BACKUP.VERIFY_MESSAGE),
        row.get(BACKUP.CREATED_AT),
        row.get(BACKUP.UPDATED_AT),
        row.get(BACKUP.COMPLETED_AT),
        row.get(BACKUP.DELETED_AT),
        row.get(HAS_DEPENDENTS),
        row.get(BACKUP.POLICY_ID),
        row.get(BACKUP.HELD));
  }
}
