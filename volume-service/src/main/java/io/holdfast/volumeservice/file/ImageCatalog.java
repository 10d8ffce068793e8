package io.holdfast.volumeservice.file;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.volumeservice.backend.StoredVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images lie in the directory and what they are. The lock is the object's own and guards the
 * sidecars on disk, which may hang; who only asks what is known never waits for it.
 */
final class ImageCatalog {

  private static final Logger log = LoggerFactory.getLogger(ImageCatalog.class);

  private final Path directory;
  private volatile Map<UUID, Sidecar> sidecars = new ConcurrentHashMap<>();
  private Set<UUID> unreadable = new HashSet<>();

  ImageCatalog(Path directory) {
    this.directory = directory;
  }

  /** Looks at the directory anew, and adopts images that nobody described yet. */
  synchronized void refresh() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.toList();
    }
    Map<UUID, Sidecar> found = new ConcurrentHashMap<>();
    Set<UUID> failed = new HashSet<>();
    for (Path file : files) {
      UUID id = idIn(file, Sidecar.SUFFIX);
      if (id != null) {
        try {
          found.put(id, Sidecar.read(file, id));
        } catch (IOException e) {
          failed.add(id);
          if (!unreadable.contains(id)) {
            log.warn(
                "Sidecar cannot be read, its image is left out file={}: {}", file, e.getMessage());
          }
        }
      }
    }
    unreadable = failed;
    Set<String> described = new HashSet<>();
    found.values().forEach(sidecar -> described.add(sidecar.file()));
    for (Path file : files) {
      if (isImage(file) && !described.contains(file.getFileName().toString())) {
        adopt(file).ifPresent(sidecar -> found.put(sidecar.id(), sidecar));
      }
    }
    sidecars = found;
  }

  private Optional<Sidecar> adopt(Path file) throws IOException {
    UUID named = idIn(file, ".raw");
    if (named != null && unreadable.contains(named)) {
      return Optional.empty();
    }
    String name = file.getFileName().toString();
    Sidecar sidecar =
        new Sidecar(
            named == null ? UUID.randomUUID() : named,
            StoredVolume.Kind.VOLUME,
            name,
            Sidecar.nameOf(name),
            null,
            false);
    Durable.replace(path(sidecar.id()), sidecar.toJson());
    log.info("Image adopted file={} volumeId={}", file, sidecar.id());
    return Optional.of(sidecar);
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".raw") || name.endsWith(".img"))
        && Files.isRegularFile(file);
  }

  private static @Nullable UUID idIn(Path file, String suffix) {
    String name = file.getFileName().toString();
    if (!name.endsWith(suffix)) {
      return null;
    }
    String stem = name.substring(0, name.length() - suffix.length());
    try {
      UUID id = UUID.fromString(stem);
      return id.toString().equals(stem) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  List<StoredVolume> all() {
    return sidecars.values().stream().map(this::stored).flatMap(Optional::stream).toList();
  }

  Optional<StoredVolume> find(UUID id) {
    return Optional.ofNullable(sidecars.get(id)).flatMap(this::stored);
  }

  Path image(UUID id) {
    return directory.resolve(described(id).file());
  }

  Sidecar described(UUID id) {
    Sidecar sidecar = sidecars.get(id);
    if (sidecar == null) {
      throw new VolumeServiceException(
          FailureKind.NOT_FOUND, "There is no image %s in %s.".formatted(id, directory));
    }
    return sidecar;
  }

  /** Describes an image that is there, or is about to be. */
  synchronized void put(Sidecar sidecar) throws IOException {
    Durable.replace(path(sidecar.id()), sidecar.toJson());
    sidecars.put(sidecar.id(), sidecar);
  }

  /** Forgets an image that is gone. */
  synchronized void remove(UUID id) throws IOException {
    sidecars.remove(id);
    Durable.delete(path(id));
  }

  /** Sidecars whose image is not there. */
  List<Sidecar> withoutImage() {
    return sidecars.values().stream().filter(s -> stored(s).isEmpty()).toList();
  }

  private Path path(UUID id) {
    return directory.resolve(id + Sidecar.SUFFIX);
  }

  /** An image as it is now; empty when its file is gone. */
  private Optional<StoredVolume> stored(Sidecar sidecar) {
    Path image = directory.resolve(sidecar.file());
    if (!Files.isRegularFile(image)) {
      return Optional.empty();
    }
    long size = 0;
    String problem = null;
    try {
      size = Files.size(image);
      if (size == 0) {
        problem = "The image " + image + " is empty.";
      } else if (!Files.isReadable(image)) {
        problem =
            "The user '%s' may not read %s.".formatted(System.getProperty("user.name"), image);
      }
    } catch (IOException e) {
      problem = "The image %s cannot be read: %s".formatted(image, e.getMessage());
    }
    return Optional.of(
        new StoredVolume(
            sidecar.id(),
            sidecar.kind(),
            sidecar.name(),
            size,
            sidecar.origin(),
            sidecar.inUse(),
            problem));
  }
}
