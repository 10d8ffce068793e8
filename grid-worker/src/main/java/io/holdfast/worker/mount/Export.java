package io.holdfast.worker.mount;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.mount.export.MountedBackup;
import java.time.Duration;
import java.util.UUID;

/** One backup that is exported now. Guarded by the lock of {@link MountedBackups}. */
final class Export {
  private static final long LEASE_NANOS = Duration.ofSeconds(BackupMounts.LEASE_SECONDS).toNanos();

  private final UUID id;
  private final MountedBackup backup;
  private final MountFiles files;
  private final ConnectionInfo connection;
  private final boolean lasting;
  private long renewedAt = System.nanoTime();

  /**
   * @param volume that the backup is made of
   */
  Export(
      UUID id,
      MountedBackup backup,
      VolumeSource volume,
      ConnectionInfo connection,
      boolean lasting) {
    this.id = id;
    this.backup = backup;
    this.files = new MountFiles(volume);
    this.connection = connection;
    this.lasting = lasting;
  }

  UUID id() {
    return id;
  }

  ConnectionInfo connection() {
    return connection;
  }

  MountFiles files() {
    return files;
  }

  void renew() {
    renewedAt = System.nanoTime();
  }

  boolean isForgotten() {
    return !lasting && !files.isReading() && System.nanoTime() - renewedAt > LEASE_NANOS;
  }

  /** Only after the export was withdrawn. */
  void close() {
    files.close();
    backup.close();
  }
}
