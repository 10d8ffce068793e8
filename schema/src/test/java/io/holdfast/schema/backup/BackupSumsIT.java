package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.BACKUP_SUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import io.holdfast.schema.backup.BackupSums.Sum;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sums are those of the backups' rows, whatever happens to these. */
class BackupSumsIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final BackupSums sums = new BackupSums(database.context());

  @Test
  void a_backup_counts_as_what_it_is_until_it_is_deleted() {
    Owner worker = fixtures.worker("sums-" + UUID.randomUUID());
    Map<BackupStatus, Sum> before = sums.ofProject(Projects.DEFAULT_ID);

    CreateResult.Accepted made = fixtures.running(fixtures.volume("of-two", 2 << 20), worker);
    assertThat(added(before, BackupStatus.CREATING)).isEqualTo(new Sum(1, 2 << 20, 0));

    new TaskCompletion(database.context())
        .backupSucceeded(made.taskId(), worker, new BackupTotals(2 << 20, 1 << 10));
    assertThat(added(before, BackupStatus.CREATING)).isEqualTo(Sum.NONE);
    assertThat(added(before, BackupStatus.AVAILABLE)).isEqualTo(new Sum(1, 2 << 20, 1 << 10));

    UUID failed = fixtures.running(fixtures.volume("failing"), worker).taskId();
    new TaskCompletion(database.context()).failed(failed, worker, "broken");
    assertThat(added(before, BackupStatus.ERROR).backups()).isOne();

    database
        .context()
        .update(BACKUP)
        .set(BACKUP.STATUS, BackupStatus.DELETED)
        .set(BACKUP.DELETED_AT, DSL.currentInstant())
        .where(BACKUP.ID.eq(made.backupId()))
        .execute();
    assertThat(added(before, BackupStatus.AVAILABLE)).isEqualTo(Sum.NONE);
    assertThat(sums.ofProject(null)).doesNotContainKey(BackupStatus.DELETED).isEqualTo(counted());
    assertThat(sums.ofProject(UUID.randomUUID())).isEmpty();
  }

  @Test
  void nothing_is_lost_while_backups_change_and_sums_are_put_together() {
    Owner worker = fixtures.worker("folding-" + UUID.randomUUID());
    List<UUID> backups =
        Stream.of("one", "two", "three", "four")
            .map(name -> fixtures.available(fixtures.volume(name), worker))
            .toList();
    try (Race race = new Race(database, 4)) {
      race.each(
          competitor -> here -> competitor < 2 ? change(here, backups, competitor) : fold(here));
    }

    assertThat(sums.ofProject(null)).isEqualTo(counted());
    sums.fold();
    assertThat(sums.ofProject(null)).isEqualTo(counted());
    assertThat(database.context().fetchCount(BACKUP_SUM))
        .as("some hundred changes since the last time at most, and a row for each kind")
        .isLessThanOrEqualTo(1000);
  }

  private static boolean change(DSLContext here, List<UUID> backups, int seed) {
    Random random = new Random(seed);
    List<BackupStatus> statuses = List.of(BackupStatus.AVAILABLE, BackupStatus.ERROR);
    for (int i = 0; i < 1500; i++) {
      here.update(BACKUP)
          .set(BACKUP.STATUS, statuses.get(random.nextInt(statuses.size())))
          .set(BACKUP.FAIL_REASON, "changed")
          .set(BACKUP.STORED_BYTES, random.nextLong(1 << 20))
          .where(BACKUP.ID.eq(backups.get(random.nextInt(backups.size()))))
          .execute();
    }
    return true;
  }

  private static boolean fold(DSLContext here) {
    for (int i = 0; i < 300; i++) {
      new BackupSums(here).fold();
    }
    return true;
  }

  private Sum added(Map<BackupStatus, Sum> before, BackupStatus status) {
    Sum then = before.getOrDefault(status, Sum.NONE);
    Sum now = sums.ofProject(Projects.DEFAULT_ID).getOrDefault(status, Sum.NONE);
    return new Sum(
        now.backups() - then.backups(),
        now.sizeBytes() - then.sizeBytes(),
        now.storedBytes() - then.storedBytes());
  }

  /** By the rows themselves. */
  private Map<BackupStatus, Sum> counted() {
    return database
        .context()
        .select(
            BACKUP.STATUS, count(), sum(BACKUP.SIZE_BYTES), sum(coalesce(BACKUP.STORED_BYTES, 0L)))
        .from(BACKUP)
        .where(BACKUP.DELETED_AT.isNull())
        .groupBy(BACKUP.STATUS)
        .fetchMap(
            BACKUP.STATUS,
            row -> new Sum(row.value2(), row.value3().longValue(), row.value4().longValue()));
  }
}
