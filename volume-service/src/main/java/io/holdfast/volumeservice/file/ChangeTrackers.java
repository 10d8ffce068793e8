package io.holdfast.volumeservice.file;

import io.holdfast.nbd.server.ExportMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of changes to the images of a directory. */
final class ChangeTrackers {
  private final Path directory;
  private final ImageCatalog catalog;
  private final Map<UUID, ChangeTracker> trackers = new ConcurrentHashMap<>();

  ChangeTrackers(Path directory, ImageCatalog catalog) {
    this.directory = directory;
    this.catalog = catalog;
  }

  private ChangeTracker of(UUID volume) {
    return trackers.computeIfAbsent(volume, id -> new ChangeTracker(history(id)));
  }

  private ChangeHistory history(UUID volume) {
    return new ChangeHistory(directory, volume);
  }

  /** A snapshot has just been copied, and nobody writes to its volume meanwhile. */
  void snapshotTaken(UUID volume, UUID snapshot) throws IOException {
    if (isTrackable(volume)) {
      of(volume).mark(catalog.image(volume), snapshot);
    }
  }

  /** Nobody writes to the volume meanwhile. */
  void mark(UUID volume, UUID mark) throws IOException {
    if (isTrackable(volume)) {
      of(volume).markOnce(catalog.image(volume), mark);
    }
  }

  private boolean isTrackable(UUID volume) throws IOException {
    if (catalog.described(volume).inUse()) {
      // Somebody besides us writes, and is not seen.
      doubt(volume);
      return false;
    }
    return true;
  }

  /** Others write, or have done so. */
  void doubt(UUID volume) throws IOException {
    of(volume).doubt();
  }

  /**
   * The image was deleted. A snapshot leaves nothing: what is known of it belongs to its volume.
   */
  void forget(UUID image) throws IOException {
    doubt(image);
    trackers.remove(image);
    history(image).forget();
  }

  /** Sees what is written to an image that is about to be opened. */
  ImageDevice.Writes writes(UUID id, ExportMode mode) throws IOException {
    if (mode == ExportMode.READ_ONLY) {
      return ImageDevice.Writes.UNSEEN;
    }
    Path image = catalog.image(id);
    ChangeTracker tracker = of(id);
    tracker.open(image);
    return new ImageDevice.Writes() {
      @Override
      public void before(long offset, long length) {
        tracker.beforeWrite(offset, length);
      }

      @Override
      public void ended() {
        tracker.close(image);
      }
    };
  }

  /**
   * Of an image that is about to be opened for reading, if it holds what a mark names: snapshots
   * and their copies do, a volume does if nothing was written since its latest mark.
   */
  Optional<ChangeContexts> contexts(UUID id) throws IOException {
    Sidecar described = catalog.described(id);
    UUID origin = described.origin();
    return switch (described.kind()) {
      case VOLUME -> described.inUse() ? Optional.empty() : contextsOfVolume(id);
      case SNAPSHOT -> contexts(id, origin);
      case TEMPORARY_VOLUME ->
          origin == null || catalog.find(origin).isEmpty()
              ? Optional.empty()
              : contexts(origin, catalog.described(origin).origin());
    };
  }

  private Optional<ChangeContexts> contextsOfVolume(UUID id) throws IOException {
    return of(id).unchangedSince(catalog.image(id)).flatMap(mark -> contexts(mark, id));
  }

  private Optional<ChangeContexts> contexts(UUID mark, @Nullable UUID volume) {
    return volume == null
        ? Optional.empty()
        : Optional.of(ChangeContexts.at(mark, history(volume)));
  }
}
