package io.holdfast.worker.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.record.BackupJournal;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.PackLife.RecordedBackup;
import io.holdfast.engine.record.RecordsContract;
import io.holdfast.engine.record.SegmentRecord;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.generated.Tables;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.Repository;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.worker.lease.Gate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The engine's contract of records, against PostgreSQL; and what only a database can go through.
 */
final class DatabaseRecordsIT extends RecordsContract {

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  private final DatabasePatience patience = new DatabasePatience(new Gate());
  private final Map<BackupId, UUID> backups = new HashMap<>();
  private final Fixtures fixtures = new Fixtures(DATABASE.context());
  private final Repository repository = newRepository();
  private final Owner owner = fixtures.worker("worker-" + UUID.randomUUID());

  private static Repository newRepository() {
    Repositories repositories = new Repositories(DATABASE.context());
    UUID id =
        repositories
            .create(
                new NewRepository(
                    "r-" + UUID.randomUUID(), "posix", "/nowhere", Map.of(), false, null))
            .orElseThrow();
    return repositories.find(id).orElseThrow();
  }

  @Override
  protected ChunkIndex openIndex() {
    // Each test uses the same pack ids, which the product never uses twice.
    DATABASE.context().truncate(Tables.PACK).cascade().execute();
    return new DatabaseChunkIndex(DATABASE.context(), repository.number(), patience);
  }

  @Override
  protected PackLife openLife() {
    return new DatabasePackLife(DATABASE.context(), repository.number(), patience);
  }

  @Override
  protected BackupJournal openJournal(BackupId backup) {
    return journal(backups.computeIfAbsent(backup, _ -> runningBackup()));
  }

  private DatabaseBackupJournal journal(UUID backupId) {
    return new DatabaseBackupJournal(
        DATABASE.context(), repository.number(), backupId, owner, patience);
  }

  private UUID runningBackup() {
    UUID volume = fixtures.volume("volume");
    var submitted =
        fixtures.submit(
            new NewBackup(
                Projects.DEFAULT_ID, volume, null, "", "", false, Map.of(), repository.id(), null));
    fixtures.claim(submitted.taskId(), owner);
    return submitted.backupId();
  }

  @Test
  void who_lost_the_backup_records_and_forgets_nothing() {
    UUID backup = runningBackup();
    DatabaseBackupJournal journal = journal(backup);
    SegmentRecord zeros = new SegmentRecord(0, ChunkId.ZERO, 0, 0, 0);
    journal.record(List.of(zeros), List.of());
    new NodeLeases(DATABASE.context()).close(owner.incarnation(), "killed");
    new TaskTakeover(DATABASE.context()).takeOver(owner.incarnation());

    assertThatThrownBy(
            () -> journal.record(List.of(new SegmentRecord(1, ChunkId.ZERO, 0, 0, 0)), List.of()))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.FENCED));
    assertThatThrownBy(journal::startOver).isInstanceOf(BackupException.class);
    assertThat(journal.recorded()).containsExactly(zeros);
  }

  @Test
  void starting_over_forgets_what_was_recorded() {
    DatabaseBackupJournal journal = journal(runningBackup());
    journal.startOver();
    journal.record(List.of(new SegmentRecord(0, ChunkId.ZERO, 0, 0, 0)), List.of());
    journal.startOver();
    assertThat(journal.recorded()).isEmpty();
  }

  @Test
  void a_restore_goes_on_where_the_row_says() {
    UUID taskId = taskOf(runningBackup());
    RunningTasks tasks = new RunningTasks(DATABASE.context());
    DatabaseRestoreJournal journal =
        new DatabaseRestoreJournal(tasks, task(taskId), owner, patience);
    assertThat(journal.positionBytes()).isZero();
    journal.advance(123L << 30);
    assertThat(new DatabaseRestoreJournal(tasks, task(taskId), owner, patience).positionBytes())
        .isEqualTo(123L << 30);

    Owner stranger = new Owner(owner.host(), UUID.randomUUID());
    DatabaseRestoreJournal theirs =
        new DatabaseRestoreJournal(tasks, task(taskId), stranger, patience);
    assertThatThrownBy(() -> theirs.advance(5)).isInstanceOf(BackupException.class);
    assertThat(task(taskId).position()).contains(Long.toString(123L << 30));
  }

  @Test
  void a_mark_hears_which_backups_must_have_a_manifest_and_which_must_not() {
    UUID running = runningBackup();
    UUID available = availableBackup();
    UUID deleting = availableBackup();
    new BackupSubmission(DATABASE.context()).delete(deleting, Fixtures.ALICE);
    UUID deleted = availableBackup();
    new BackupSubmission(DATABASE.context()).delete(deleted, Fixtures.ALICE);
    UUID delete = taskOf(deleted);
    fixtures.claim(delete, owner);
    new TaskCompletion(DATABASE.context()).deleteSucceeded(delete, owner);
    List<RecordedBackup> found = new ArrayList<>();
    openLife().backups(found::add);
    assertThat(found)
        .containsExactlyInAnyOrder(
            new RecordedBackup(new BackupId(running), false),
            new RecordedBackup(new BackupId(available), true),
            new RecordedBackup(new BackupId(deleting), false));
    BackupId stranger = new BackupId(UUID.randomUUID());
    List<BackupId> all =
        Stream.of(running, available, deleting, deleted).map(BackupId::new).toList();
    assertThat(openLife().deleted(all)).containsExactly(new BackupId(deleted));
    assertThat(openLife().deleted(List.of(stranger))).isEmpty();
  }

  private UUID availableBackup() {
    UUID backup = runningBackup();
    new TaskCompletion(DATABASE.context())
        .backupSucceeded(taskOf(backup), owner, new BackupTotals(1, 1));
    return backup;
  }

  private UUID taskOf(UUID backup) {
    return new TaskQueries(DATABASE.context()).activeOfBackup(backup).orElseThrow().id();
  }

  private Task task(UUID id) {
    return new TaskQueries(DATABASE.context()).find(id).orElseThrow();
  }
}
