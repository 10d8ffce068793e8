package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.BackupRun;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.worker.attach.BackupSource;
import io.holdfast.worker.attach.BackupSources;
import io.holdfast.worker.attach.SourceChanges;
import io.holdfast.worker.attach.Temporaries;
import io.holdfast.worker.record.DatabaseBackupJournal;
import io.holdfast.worker.record.DatabasePatience;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;
import java.time.InstantSource;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Backs up a volume: attach what it is read from, run the engine, detach, remove temporary things.
 */
final class BackupWork implements TaskWork {

  private final DSLContext database;
  private final TaskCompletion completion;
  private final OpenRepositories repositories;
  private final BackupSources sources;
  private final Temporaries temporaries;
  private final Parents parents;
  private final RunContexts contexts;
  private final DatabasePatience patience;
  private final InstantSource clock;

  BackupWork(
      DSLContext database,
      OpenRepositories repositories,
      BackupSources sources,
      Temporaries temporaries,
      RunContexts contexts,
      InstantSource clock) {
    this.database = database;
    this.completion = new TaskCompletion(database);
    this.repositories = repositories;
    this.sources = sources;
    this.temporaries = temporaries;
    this.contexts = contexts;
    this.patience = contexts.patience();
    this.parents = new Parents(database, patience);
    this.clock = clock;
  }

  @Override
  public Completion run(RunningTask task) {
    Backup before = backup(task);
    Volume volume = volume(before.volumeId());
    task.stage("opening");
    OpenRepository repository = repositories.open(before.repositoryId());
    DatabaseBackupJournal journal =
        new DatabaseBackupJournal(
            database, repository.number(), before.id(), task.owner(), patience);
    Parent parent = parents.of(before, repository);
    task.stage("attaching");
    UUID since = parent == null ? null : parent.mark();
    BackupSource source =
        task.holds(sources.attach(task.id(), before, volume, journal, since, task.cancellation()));
    requireSize(before, source.content());
    task.stage("reading");
    // Read again: a temporary snapshot has given it its moment.
    Backup backup = backup(task);
    Manifest manifest =
        new BackupRun(contexts.of(task, repository), journal, clock)
            .run(
                source.content(),
                Descriptions.of(backup),
                parent == null ? null : parent.manifest(),
                source.changes());
    BackupTotals totals =
        new BackupTotals(manifest.totals().readBytes(), manifest.totals().storedBytes());
    String message = refutation(backup, source.changes());
    return () -> completion.backupSucceeded(task.id(), task.owner(), totals, message);
  }

  /** What a person has to know if the volume service did not see all that was written. */
  private static @Nullable String refutation(Backup backup, @Nullable SourceChanges changes) {
    return changes == null
        ? null
        : changes
            .refutation()
            .map(stretch ->
                ("The backup is right, but everything was read for it: %s of volume %s had changed"
                        + " since backup %s, and its volume service did not know. Something writes"
                        + " to the volume beside the volume service; mark the volume as in use.")
                    .formatted(stretch, backup.volumeId(), backup.parentId()))
            .orElse(null);
  }

  @Override
  public void clearAway(RunningTask task) {
    temporaries.remove(task.backupId(), null, task.backend());
  }

  private Backup backup(RunningTask task) {
    return patience
        .call(() -> new BackupQueries(database).find(task.backupId()))
        .orElseThrow(() ->
            new BackupException(
                FailureKind.PERMANENT, "Backup %s is gone.".formatted(task.backupId())));
  }

  private Volume volume(UUID id) {
    return patience
        .call(() -> new VolumeQueries(database).find(id))
        .orElseThrow(() ->
            new BackupException(
                FailureKind.PERMANENT,
                "Volume %s is gone, so it cannot be backed up.".formatted(id)));
  }

  private static void requireSize(Backup backup, VolumeSource source) {
    if (source.sizeBytes() != backup.sizeBytes()) {
      throw new BackupException(
          FailureKind.PERMANENT,
          "Volume %s has %d bytes, but was known with %d: its size was changed outside of Holdfast. Back it up again; its new size is known by now."
              .formatted(backup.volumeId(), source.sizeBytes(), backup.sizeBytes()));
    }
  }
}
