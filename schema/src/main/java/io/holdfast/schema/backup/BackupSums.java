package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.BACKUP_SUM;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.sum;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What backups add up to, without reading each: triggers keep it. */
public final class BackupSums {

  /** So many rows are quicker to read than to put together. */
  private static final int FEW = 1000;

  /** Puts the rows of a kind together. Two at once do not harm: each row is taken by one. */
  private static final String FOLD =
      """
      with taken as (delete from backup_sum returning *)
      insert into backup_sum
      select project_id, repository_id, status, sum(backups), sum(size_bytes), sum(stored_bytes) from taken
      group by project_id, repository_id, status
      having sum(backups) <> 0 or sum(size_bytes) <> 0 or sum(stored_bytes) <> 0
      """;

  /**
   * @param sizeBytes sizes of the volumes, each backup counted in full
   * @param storedBytes that the backups added to their repositories
   */
  public record Sum(int backups, long sizeBytes, long storedBytes) {

    public static final Sum NONE = new Sum(0, 0, 0);

    public Sum plus(Sum other) {
      return new Sum(
          backups + other.backups, sizeBytes + other.sizeBytes, storedBytes + other.storedBytes);
    }
  }

  private final DSLContext database;

  public BackupSums(DSLContext database) {
    this.database = database;
  }

  /**
   * By status; statuses that no backup has are missing.
   *
   * @param projectId {@code null} for all
   */
  public Map<BackupStatus, Sum> ofProject(@Nullable UUID projectId) {
    return where(projectId == null ? noCondition() : BACKUP_SUM.PROJECT_ID.eq(projectId));
  }

  /** Of all that are not deleted. */
  public Sum ofRepository(UUID repositoryId) {
    return where(BACKUP_SUM.REPOSITORY_ID.eq(repositoryId)).values().stream()
        .reduce(Sum.NONE, Sum::plus);
  }

  private Map<BackupStatus, Sum> where(Condition condition) {
    Map<BackupStatus, Sum> sums = new EnumMap<>(BackupStatus.class);
    Field<Integer> backups = sum(BACKUP_SUM.BACKUPS).cast(Integer.class);
    database
        .select(
            BACKUP_SUM.STATUS,
            backups,
            summed(BACKUP_SUM.SIZE_BYTES),
            summed(BACKUP_SUM.STORED_BYTES))
        .from(BACKUP_SUM)
        .where(condition)
        .groupBy(BACKUP_SUM.STATUS)
        .having(backups.ne(0))
        .forEach(row -> sums.put(row.value1(), new Sum(row.value2(), row.value3(), row.value4())));
    return sums;
  }

  private static Field<Long> summed(Field<Long> bytes) {
    return coalesce(sum(bytes).cast(Long.class), 0L);
  }

  /** Puts together what changes have added since the last time, if it is much; cheap. */
  public void fold() {
    if (database.fetchCount(BACKUP_SUM) > FEW) {
      database.execute(FOLD);
    }
  }
}
