package io.holdfast.volumeservice.file;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.backend.StoredVolume;
import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import io.holdfast.volumeservice.backend.VolumeDevice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of raw images; the package says how it looks. */
public final class FileBackend implements Backend {

  private static final Logger log = LoggerFactory.getLogger(FileBackend.class);

  /** All backends of a service report in one answer, for which callers wait a minute at most. */
  private static final Duration ROOM_PATIENCE = Duration.ofSeconds(1);

  /** Whether a snapshot may be attached as it is: a setting, so that both ways can be had. */
  public enum SnapshotAttaching {
    DIRECT,
    BY_TEMPORARY_VOLUME
  }

  private final String name;
  private final Path directory;
  private final SnapshotAttaching snapshotAttaching;
  private final DirectoryLock lock;
  private final ImageCatalog catalog;
  private final ImageCopier copier;
  private final Map<UUID, WriteGate> gates = new ConcurrentHashMap<>();
  private final ChangeTrackers changes;
  private final Room room;

  private FileBackend(
      String name,
      Path directory,
      SnapshotAttaching snapshotAttaching,
      DirectoryLock lock,
      ImageCopier copier) {
    this.name = name;
    this.directory = directory;
    this.snapshotAttaching = snapshotAttaching;
    this.lock = lock;
    this.catalog = new ImageCatalog(directory);
    this.changes = new ChangeTrackers(directory, catalog);
    this.copier = copier;
    this.room = new Room(this::bytes, ROOM_PATIENCE);
  }

  /**
   * Opens a directory, made if need be, and clears away what an earlier process left half done.
   *
   * @throws VolumeServiceException when the directory cannot be used, or somebody else serves it
   */
  public static FileBackend open(String name, Path directory, SnapshotAttaching snapshotAttaching) {
    Path absolute = directory.toAbsolutePath().normalize();
    String what = "Backend '%s' cannot use the directory %s".formatted(name, absolute);
    DirectoryLock lock = null;
    try {
      Files.createDirectories(absolute);
      lock =
          DirectoryLock.tryLock(absolute)
              .orElseThrow(() ->
                  new VolumeServiceException(
                      FailureKind.BUSY,
                      what + ": another volume service, or another backend, serves it."));
      clearTemporaries(absolute);
      FileBackend backend =
          new FileBackend(name, absolute, snapshotAttaching, lock, ImageCopier.probing(absolute));
      backend.catalog.refresh();
      backend.forgetUnfinished();
      lock = null;
      log.info(
          "Backend opened name={} directory={} snapshots={}",
          name,
          absolute,
          backend.copier.isSharing() ? "shared" : "copied");
      return backend;
    } catch (IOException e) {
      throw StorageFailure.of(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageFailure.of(what, "stopped while opening it");
    } finally {
      closeQuietly(lock);
    }
  }

  private static void clearTemporaries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path left : files.filter(Durable::isTemporary).toList()) {
        Files.deleteIfExists(left);
        log.info("Leftover of an unfinished request removed file={}", left);
      }
    }
  }

  /** A volume's sidecar stays, lest an image that was moved away and back gets another id. */
  private void forgetUnfinished() throws IOException {
    for (Sidecar sidecar : catalog.withoutImage()) {
      if (sidecar.kind() != Kind.VOLUME) {
        catalog.remove(sidecar.id());
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  private Room.Bytes bytes() {
    try {
      FileStore store = Files.getFileStore(directory);
      return new Room.Bytes(store.getTotalSpace(), store.getUsableSpace());
    } catch (IOException e) {
      log.warn("Free space is unknown backend={} reason={}", name, e.getMessage());
      return Room.Bytes.UNKNOWN;
    }
  }

  @Override
  public BackendReport report() {
    Room.Bytes bytes = room.look();
    return new BackendReport(
        name,
        "file",
        snapshotAttaching == SnapshotAttaching.DIRECT,
        copier.isSharing(),
        bytes.total(),
        bytes.free());
  }

  @Override
  public List<StoredVolume> list() {
    try {
      catalog.refresh();
      return catalog.all();
    } catch (IOException e) {
      throw StorageFailure.of("Backend '" + name + "' cannot list " + directory, e);
    }
  }

  @Override
  public Optional<StoredVolume> find(UUID id) {
    return catalog.find(id);
  }

  /** Makes the bytes of a new image. */
  @FunctionalInterface
  private interface Filling {
    void fill(Path temporary) throws IOException, InterruptedException;
  }

  @Override
  public StoredVolume createVolume(UUID volumeId, long sizeBytes, String volumeName) {
    Sidecar sidecar =
        new Sidecar(volumeId, Kind.VOLUME, Sidecar.imageOf(volumeId), volumeName, null, false);
    return make(sidecar, temporary -> resize(temporary, sizeBytes));
  }

  @Override
  public StoredVolume createSnapshot(UUID volumeId, UUID snapshotId) {
    return make(
        copyOf(volumeId, snapshotId, Kind.SNAPSHOT),
        temporary ->
            whileNobodyWrites(
                volumeId,
                () -> {
                  copier.copy(catalog.image(volumeId), temporary, cannotBeMade(snapshotId));
                  changes.snapshotTaken(volumeId, snapshotId);
                }));
  }

  @Override
  public void setMark(UUID volumeId, UUID markId) {
    String cannot = "Volume %s cannot be marked".formatted(volumeId);
    try {
      whileNobodyWrites(volumeId, () -> changes.mark(volumeId, markId));
    } catch (IOException e) {
      throw StorageFailure.of(cannot, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageFailure.of(cannot, "the volume service is ending");
    }
  }

  /** Something that takes a moment of a volume. */
  @FunctionalInterface
  private interface Moment {
    void take() throws IOException, InterruptedException;
  }

  /** So that each write is either before the moment, or tracked from there on. */
  private void whileNobodyWrites(UUID volumeId, Moment moment)
      throws IOException, InterruptedException {
    WriteGate gate = gate(volumeId);
    gate.close();
    try {
      moment.take();
    } finally {
      gate.open();
    }
  }

  @Override
  public StoredVolume createTemporaryVolume(UUID snapshotId, UUID temporaryVolumeId) {
    return make(
        copyOf(snapshotId, temporaryVolumeId, Kind.TEMPORARY_VOLUME),
        temporary ->
            copier.copy(catalog.image(snapshotId), temporary, cannotBeMade(temporaryVolumeId)));
  }

  private static Sidecar copyOf(UUID origin, UUID id, Kind kind) {
    return new Sidecar(id, kind, Sidecar.imageOf(id), id.toString(), origin, false);
  }

  private static String cannotBeMade(UUID id) {
    return id + " cannot be made";
  }

  /** Bytes first, under a name that nobody lists; then the sidecar; then the image's name. */
  private StoredVolume make(Sidecar sidecar, Filling filling) {
    Path image = directory.resolve(sidecar.file());
    Path temporary = Durable.temporaryFor(image);
    try {
      try {
        filling.fill(temporary);
        catalog.put(sidecar);
        Durable.commit(temporary, image);
      } finally {
        Files.deleteIfExists(temporary);
        if (!Files.exists(image)) {
          catalog.remove(sidecar.id());
        }
      }
    } catch (IOException e) {
      throw StorageFailure.of(cannotBeMade(sidecar.id()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageFailure.of(cannotBeMade(sidecar.id()), "the volume service is ending");
    }
    return stored(sidecar.id());
  }

  private static void resize(Path image, long sizeBytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(sizeBytes);
    }
  }

  private StoredVolume stored(UUID id) {
    return catalog
        .find(id)
        .orElseThrow(() ->
            new VolumeServiceException(
                FailureKind.NOT_FOUND, "%s is gone from %s.".formatted(id, directory)));
  }

  @Override
  public StoredVolume extendVolume(UUID volumeId, long sizeBytes) {
    Path image = catalog.image(volumeId);
    try {
      resize(image, sizeBytes);
      Durable.sync(image);
      return stored(volumeId);
    } catch (IOException e) {
      throw StorageFailure.of(volumeId + " cannot be extended", e);
    }
  }

  @Override
  public void delete(UUID id) {
    try {
      Durable.delete(catalog.image(id));
      catalog.remove(id);
      gates.remove(id);
      changes.forget(id);
    } catch (IOException e) {
      throw StorageFailure.of(id + " cannot be deleted", e);
    }
  }

  /** A raw image is a block device already. */
  @Override
  public void prepareForBackup(UUID volumeId) {}

  @Override
  public StoredVolume setInUse(UUID volumeId, boolean inUse) {
    try {
      if (!inUse) {
        changes.doubt(volumeId);
      }
      catalog.put(catalog.described(volumeId).withInUse(inUse));
      return stored(volumeId);
    } catch (IOException e) {
      throw StorageFailure.of(volumeId + " cannot be marked", e);
    }
  }

  @Override
  public VolumeDevice open(UUID id, ExportMode mode) {
    try {
      Path image = catalog.image(id);
      Optional<ChangeContexts> contexts =
          mode == ExportMode.READ_ONLY ? changes.contexts(id) : Optional.empty();
      FileDevice file = FileDevice.open(image, mode);
      try {
        return new ImageDevice(file, gate(id), changes.writes(id, mode), contexts);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw StorageFailure.of(id + " cannot be opened", e);
    }
  }

  private WriteGate gate(UUID id) {
    return gates.computeIfAbsent(id, _ -> new WriteGate());
  }

  @Override
  public void close() {
    copier.close();
    closeQuietly(lock);
  }

  private static void closeQuietly(@Nullable DirectoryLock lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      log.debug("Lock file could not be closed", e);
    }
  }
}
