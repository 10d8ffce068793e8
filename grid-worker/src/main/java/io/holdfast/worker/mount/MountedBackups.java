package io.holdfast.worker.mount;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.run.BackupVolume;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.MountRequest;
import io.holdfast.mount.export.MountedBackup;
import io.holdfast.schema.mount.Mounts;
import io.holdfast.schema.mount.NewMount;
import io.holdfast.schema.node.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backups that are exported now, each until somebody ends it or takes its row away, or, unless
 * it is lasting, until nobody renews it. The lock is the object's own and guards the map; whoever
 * takes a mount out of it ends it.
 */
public final class MountedBackups implements BackupMounts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MountedBackups.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Mounts records;
  private final Owner worker;
  private final BackupVolumes volumes;
  private final MountEndpoint endpoint;
  private final int most;
  private final Map<UUID, Export> mounts = new HashMap<>();
  private boolean closed;

  /**
   * @param worker that exports them
   * @param most that may be exported at once
   */
  public MountedBackups(
      Mounts records, Owner worker, BackupVolumes volumes, MountEndpoint endpoint, int most) {
    this.records = records;
    this.worker = worker;
    this.volumes = volumes;
    this.endpoint = endpoint;
    this.most = most;
  }

  @Override
  public synchronized ConnectionInfo mount(UUID mountId, MountRequest request) {
    Export known = mounts.get(mountId);
    if (known != null) {
      known.renew();
      return known.connection();
    }
    if (closed || mounts.size() >= most) {
      throw new GridCallException(
          FailureKind.BUSY,
          closed
              ? "This worker ends."
              : "This worker exports %d backups already, and may export no more (holdfast.worker.mounts)."
                  .formatted(mounts.size()));
    }
    begin(mountId, request);
    try {
      Export mount = export(mountId, request);
      mounts.put(mountId, mount);
      log.info("Exports a backup mount={} {} writable={}", mountId, request, request.isWritable());
      return mount.connection();
    } catch (RuntimeException e) {
      endRecord(mountId);
      throw e;
    }
  }

  /** The row comes first: from then on the backup is not deleted. */
  private void begin(UUID mountId, MountRequest request) {
    NewMount row =
        new NewMount(
            mountId,
            request.backupId(),
            request.isWritable(),
            request.askedBy(),
            request.isLasting());
    try {
      if (!records.begin(row, worker)) {
        throw new GridCallException(
            FailureKind.NOT_FOUND,
            "Backup %s is no longer available, or this worker is about to end."
                .formatted(request.backupId()));
      }
    } catch (DataAccessException e) {
      throw failed(request.backupId(), "the worker cannot write to the database", e);
    }
  }

  private Export export(UUID mountId, MountRequest request) {
    BackupVolume volume = openVolume(request.backupId());
    MountedBackup backup = device(request.backupId(), volume, request.isWritable());
    try {
      return new Export(mountId, backup, volume, endpoint.export(backup), request.isLasting());
    } catch (IOException e) {
      backup.close();
      throw failed(request.backupId(), e.getMessage(), e);
    }
  }

  private BackupVolume openVolume(UUID backupId) {
    try {
      return volumes.open(backupId);
    } catch (BackupException e) {
      throw failed(backupId, e.getMessage(), e);
    }
  }

  private static MountedBackup device(UUID backupId, BackupVolume volume, boolean writable) {
    try {
      return writable
          ? MountedBackup.writable(volume, Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
          : MountedBackup.readOnly(volume);
    } catch (IOException e) {
      volume.close();
      throw failed(backupId, "no file for what is written can be made: " + e.getMessage(), e);
    }
  }

  private static GridCallException failed(UUID backup, @Nullable String why, Exception cause) {
    return new GridCallException(
        FailureKind.FAILED, "Backup %s cannot be exported: %s".formatted(backup, why), cause);
  }

  @Override
  public synchronized @Nullable ConnectionInfo connection(UUID mountId) {
    Export mount = mounts.get(mountId);
    return mount == null ? null : mount.connection();
  }

  @Override
  public synchronized boolean renew(UUID mountId) {
    Export mount = mounts.get(mountId);
    if (mount != null) {
      mount.renew();
    }
    return mount != null;
  }

  /** The files of a mount, which counts as used by that; empty when there is none of that id. */
  synchronized Optional<MountFiles> files(UUID mountId) {
    renew(mountId);
    return Optional.ofNullable(mounts.get(mountId)).map(mount -> mount.files());
  }

  static GridCallException gone() {
    return new GridCallException(FailureKind.NOT_FOUND, "The backup is no longer mounted here.");
  }

  @Override
  public boolean unmount(UUID mountId) {
    Export mount;
    synchronized (this) {
      mount = mounts.remove(mountId);
    }
    if (mount == null) {
      return false;
    }
    end(mount);
    return true;
  }

  /**
   * Ends those whose users have not been heard of or whose rows are gone; called every few seconds.
   */
  public void endForgotten() {
    List<Export> over;
    synchronized (this) {
      over = takeOut(Export::isForgotten);
    }
    over.forEach(this::end);
    synchronized (this) {
      // Under the lock, so that none is between its row and its place in the map.
      Set<UUID> recorded = records.of(worker);
      recorded.stream().filter(id -> !mounts.containsKey(id)).forEach(records::end);
      over = takeOut(mount -> !recorded.contains(mount.id()));
    }
    over.forEach(this::end);
  }

  private List<Export> takeOut(Predicate<Export> which) {
    List<Export> taken = mounts.values().stream().filter(which).toList();
    taken.forEach(mount -> mounts.remove(mount.id()));
    return taken;
  }

  private void end(Export mount) {
    try {
      String name = String.valueOf(mount.connection().get(ConnectionInfo.EXPORT));
      if (!endpoint.withdraw(name, PATIENCE)) {
        log.warn("A read of a backup does not end; it is left alone mount={}", mount.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      mount.close();
      endRecord(mount.id());
      log.info("Exports a backup no longer mount={}", mount.id());
    }
  }

  private void endRecord(UUID mountId) {
    try {
      records.end(mountId);
    } catch (DataAccessException e) {
      log.debug("The row goes in the next round mount={} reason={}", mountId, e.getMessage());
    }
  }

  /** Ends them all; their rows go when the worker's incarnation is closed. */
  @Override
  public void close() {
    List<Export> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(mounts.values());
      mounts.clear();
    }
    endpoint.close();
    all.forEach(Export::close);
  }
}
