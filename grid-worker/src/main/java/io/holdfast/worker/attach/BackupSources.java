package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import io.holdfast.worker.record.DatabaseBackupJournal;
import io.holdfast.worker.record.DatabasePatience;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a backup reads, makes it, and attaches it: an available volume itself; of one in use
 * a temporary snapshot; of a snapshot, where the backend cannot attach snapshots, a temporary
 * volume made from it. Temporary ones are written into the backup's row before they are made.
 *
 * <p>They belong to the backup, not to the worker that made them: whoever goes on with an
 * interrupted backup reads the same snapshot, since segments of two moments must not come together
 * in one backup. If it is gone, what was recorded is forgotten and the backup starts over.
 *
 * @see "docs/decisions/009-resuming-keeps-the-snapshot.md"
 */
public final class BackupSources {

  private static final Logger log = LoggerFactory.getLogger(BackupSources.class);

  private final DSLContext database;
  private final BackupStates backups;
  private final VolumeServices services;
  private final Attacher attacher;
  private final Temporaries temporaries;
  private final Owner owner;
  private final DatabasePatience patience;

  public BackupSources(
      DSLContext database,
      VolumeServices services,
      Attacher attacher,
      Temporaries temporaries,
      Owner owner,
      DatabasePatience patience) {
    this.database = database;
    this.backups = new BackupStates(database);
    this.services = services;
    this.attacher = attacher;
    this.temporaries = temporaries;
    this.owner = owner;
    this.patience = patience;
  }

  /**
   * Attaches what the backup reads. The moment that it is of has a name, a mark, which the backup's
   * row has before anything is read.
   *
   * @param backup as it is after the claim
   * @param since an earlier mark; what changed since then is told if it is known
   * @throws BackupException {@link FailureKind#RETRYABLE} also when the backup has to start over,
   *     which the next attempt does
   */
  public Attached<BackupSource> attach(
      UUID taskId,
      Backup backup,
      Volume volume,
      DatabaseBackupJournal journal,
      @Nullable UUID since,
      Cancellation cancellation) {
    boolean resuming = !journal.recorded().isEmpty();
    try {
      ConnectionSource source = prepare(backup, volume, journal, resuming);
      return attacher.source(taskId, source, volume.backend(), since, cancellation);
    } catch (BackupException e) {
      if (isTemporary(backup) && VolumeServices.isGone(e)) {
        journal.startOver();
        temporaries.remove(backup, owner, volume.backend());
        throw new BackupException(
            FailureKind.RETRYABLE,
            "The temporary snapshot that backup %s was reading is gone; it starts over with a new one."
                .formatted(backup.id()),
            e);
      }
      throw e;
    }
  }

  private static boolean isTemporary(Backup backup) {
    return backup.tempSnapshotId() != null || backup.tempVolumeId() != null;
  }

  private ConnectionSource prepare(
      Backup backup, Volume volume, DatabaseBackupJournal journal, boolean resuming) {
    VolumeService service = services.of(volume.backend());
    VolumeServices.tell(
        "Volume %s cannot be prepared for its backup".formatted(volume.id()),
        () -> service.prepareForBackup(volume.id()));
    UUID snapshot = backup.snapshotId();
    if (snapshot == null && volume.previousStatus() == VolumeStatus.IN_USE) {
      snapshot = temporarySnapshot(backup, volume, journal, service, resuming);
    }
    if (snapshot == null) {
      mark(backup, volume, service, resuming);
      return ConnectionSource.volume(volume.id());
    }
    marked(backup, snapshot);
    return attachesSnapshots(volume.backend(), service)
        ? ConnectionSource.snapshot(snapshot)
        : ConnectionSource.volume(temporaryVolume(backup, snapshot, service));
  }

  /**
   * Names what the volume holds now. Each attempt has a name of its own, so that none ever means
   * two moments; but a backup that is gone on with keeps its first one, since some of it was read
   * then, and what changed since then is never too little.
   */
  private void mark(Backup backup, Volume volume, VolumeService service, boolean resuming) {
    UUID mark = UUID.randomUUID();
    if (!resuming) {
      marked(backup, mark);
    }
    try {
      VolumeServices.tell(
          "Volume %s cannot be marked".formatted(volume.id()),
          () -> service.setMark(volume.id(), mark));
    } catch (BackupException e) {
      if (!VolumeServices.isUnsupported(e)) {
        throw e;
      }
      log.debug("Changes to volume {} are not tracked", volume.id(), e);
    }
  }

  private void marked(Backup backup, UUID mark) {
    owned(backup, () -> backups.marked(backup.id(), owner, mark));
  }

  private boolean attachesSnapshots(String backend, VolumeService service) {
    return VolumeServices.ask(
            "Backend '%s' cannot be asked what it can do".formatted(backend), service::capabilities)
        .stream()
        .filter(report -> report.name().equals(backend))
        .anyMatch(BackendReport::attachesSnapshots);
  }

  private UUID temporarySnapshot(
      Backup backup,
      Volume volume,
      DatabaseBackupJournal journal,
      VolumeService service,
      boolean resuming) {
    UUID known = backup.tempSnapshotId();
    if (known != null && resuming) {
      // Asking for it again could only make another one, of another moment, if it were gone.
      return known;
    }
    if (resuming) {
      journal.startOver();
    }
    UUID id = known == null ? UUID.randomUUID() : known;
    if (known == null) {
      owned(
          backup,
          () -> backups.temporarySnapshotPlanned(backup.id(), owner, id) || planned(backup, id));
    }
    Instant moment = patience.call(() -> SchemaDatabase.now(database));
    VolumeServices.tell(
        "Volume %s is in use, and no snapshot of it can be made".formatted(volume.id()),
        () -> service.createSnapshot(volume.id(), id));
    owned(backup, () -> backups.temporarySnapshotTaken(backup.id(), owner, moment));
    log.info("Made a temporary snapshot snapshot={} backup={}", id, backup.id());
    return id;
  }

  private UUID temporaryVolume(Backup backup, UUID snapshot, VolumeService service) {
    UUID known = backup.tempVolumeId();
    UUID id = known == null ? UUID.randomUUID() : known;
    if (known == null) {
      owned(
          backup,
          () -> backups.temporaryVolumePlanned(backup.id(), owner, id) || planned(backup, id));
    }
    // From the same snapshot it is the same again, whether or not it was there.
    VolumeServices.tell(
        "No temporary volume can be made from snapshot %s".formatted(snapshot),
        () -> service.createTemporaryVolume(snapshot, id));
    log.info("Made a temporary volume volume={} backup={}", id, backup.id());
    return id;
  }

  /** Whether an attempt whose connection broke had written it down after all. */
  private boolean planned(Backup backup, UUID id) {
    return temporaries.planned(backup.id(), id);
  }

  private void owned(Backup backup, Supplier<Boolean> write) {
    if (!patience.call(write)) {
      throw new BackupException(
          FailureKind.FENCED, "Backup %s is no longer this worker's own.".formatted(backup.id()));
    }
  }
}
