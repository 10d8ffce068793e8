package io.holdfast.worker.mount;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.run.BackupVolume;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.mount.export.MountedBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backups that are exported now, each until its lease is not renewed. The lock is the object's
 * own and guards the map; whoever takes a mount out of it ends it.
 */
public final class MountedBackups implements BackupMounts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MountedBackups.class);
  private static final long LEASE_NANOS = Duration.ofSeconds(LEASE_SECONDS).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BackupVolumes volumes;
  private final MountEndpoint endpoint;
  private final int most;
  private final Map<UUID, Mount> mounts = new HashMap<>();
  private boolean closed;

  private static final class Mount {
    private final UUID id;
    private final MountedBackup backup;
    private final ConnectionInfo connection;
    private long renewedAt = System.nanoTime();

    Mount(UUID id, MountedBackup backup, ConnectionInfo connection) {
      this.id = id;
      this.backup = backup;
      this.connection = connection;
    }

    boolean isForgotten() {
      return System.nanoTime() - renewedAt > LEASE_NANOS;
    }
  }

  /**
   * @param most that may be exported at once
   */
  public MountedBackups(BackupVolumes volumes, MountEndpoint endpoint, int most) {
    this.volumes = volumes;
    this.endpoint = endpoint;
    this.most = most;
  }

  @Override
  public synchronized ConnectionInfo mount(UUID mountId, UUID backupId, boolean writable) {
    Mount known = mounts.get(mountId);
    if (known != null) {
      known.renewedAt = System.nanoTime();
      return known.connection;
    }
    if (closed || mounts.size() >= most) {
      throw new GridCallException(
          FailureKind.BUSY,
          closed
              ? "This worker ends."
              : "This worker exports %d backups already, and may export no more (holdfast.worker.mounts)."
                  .formatted(mounts.size()));
    }
    MountedBackup backup = open(backupId, writable);
    try {
      Mount mount = new Mount(mountId, backup, endpoint.export(backup));
      mounts.put(mountId, mount);
      log.info("Exports a backup backup={} mount={} writable={}", backupId, mountId, writable);
      return mount.connection;
    } catch (IOException e) {
      backup.close();
      throw failed(backupId, e.getMessage(), e);
    }
  }

  private MountedBackup open(UUID backupId, boolean writable) {
    BackupVolume volume = null;
    try {
      volume = volumes.open(backupId);
      return writable
          ? MountedBackup.writable(volume, Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
          : MountedBackup.readOnly(volume);
    } catch (BackupException e) {
      throw failed(backupId, e.getMessage(), e);
    } catch (IOException e) {
      if (volume != null) {
        volume.close();
      }
      throw failed(backupId, "no file for what is written can be made: " + e.getMessage(), e);
    }
  }

  private static GridCallException failed(UUID backup, @Nullable String why, Exception cause) {
    return new GridCallException(
        FailureKind.FAILED, "Backup %s cannot be exported: %s".formatted(backup, why), cause);
  }

  @Override
  public synchronized boolean renew(UUID mountId) {
    Mount mount = mounts.get(mountId);
    if (mount != null) {
      mount.renewedAt = System.nanoTime();
    }
    return mount != null;
  }

  @Override
  public boolean unmount(UUID mountId) {
    Mount mount;
    synchronized (this) {
      mount = mounts.remove(mountId);
    }
    if (mount == null) {
      return false;
    }
    end(mount);
    return true;
  }

  /** Ends those whose users have not been heard of; called every few seconds. */
  public void endForgotten() {
    List<Mount> forgotten;
    synchronized (this) {
      forgotten = mounts.values().stream().filter(Mount::isForgotten).toList();
      forgotten.forEach(mount -> mounts.remove(mount.id));
    }
    forgotten.forEach(this::end);
  }

  private void end(Mount mount) {
    try {
      String name = String.valueOf(mount.connection.get(ConnectionInfo.EXPORT));
      if (!endpoint.withdraw(name, PATIENCE)) {
        log.warn("A read of a backup does not end; it is left alone mount={}", mount.id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      mount.backup.close();
      log.info("Exports a backup no longer mount={}", mount.id);
    }
  }

  @Override
  public void close() {
    List<Mount> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(mounts.values());
      mounts.clear();
    }
    endpoint.close();
    all.forEach(mount -> mount.backup.close());
  }
}
