package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The manifests of one repository: the backups that it holds. */
public final class Manifests {
  private static final String FOLDER = "backups/";

  private final Repository repository;
  private final RepositoryDriver driver;
  private final ManifestCodec codec;

  Manifests(Repository repository) {
    this.repository = repository;
    this.driver = repository.driver();
    this.codec = new ManifestCodec(repository);
  }

  /**
   * Stores the manifest of a backup whose packs are durable. If an earlier attempt of the same
   * backup stored one already, the new one takes its place.
   */
  public void store(Manifest manifest) {
    String name = name(manifest.id());
    ByteBuffer bytes = codec.encode(manifest);
    if (!driver.put(name, bytes.duplicate())) {
      driver.replace(name, bytes);
    }
  }

  /**
   * The manifest of a backup, or empty if there is none.
   *
   * @throws BackupException {@link FailureKind#CORRUPT} if it is damaged
   */
  public Optional<Manifest> find(BackupId id) {
    String name = name(id);
    OptionalLong size = driver.size(name);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (size.getAsLong() > ManifestCodec.MAX_BYTES) {
      throw corrupt(name, "it is too large", null);
    }
    byte[] bytes = new byte[(int) size.getAsLong()];
    int read = driver.read(name, 0, ByteBuffer.wrap(bytes));
    if (read == RepositoryDriver.MISSING) {
      return Optional.empty();
    }
    try {
      Manifest manifest = codec.decode(bytes, read);
      if (!manifest.id().equals(id)) {
        throw new BackupException(
            FailureKind.CORRUPT, "it is really that of backup " + manifest.id());
      }
      return Optional.of(manifest);
    } catch (BackupException e) {
      throw e.kind() == FailureKind.CORRUPT ? corrupt(name, e.getMessage(), e) : e;
    }
  }

  /** The manifest of a backup that must be there. */
  public Manifest get(BackupId id) {
    return find(id)
        .orElseThrow(() -> corrupt(name(id), "it is missing, and with it that backup", null));
  }

  /** Whether there is a manifest, damaged or not. */
  public boolean exists(BackupId id) {
    return driver.size(name(id)).isPresent();
  }

  /** The ids of all backups; objects with other names are passed over. */
  public void list(Consumer<BackupId> found) {
    driver.list(
        FOLDER,
        object -> {
          String name = object.name().substring(FOLDER.length());
          if (name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            found.accept(BackupId.parse(name));
          }
        });
  }

  /**
   * Removes a backup's manifest, which ends the backup.
   *
   * @return false if there was none
   */
  public boolean delete(BackupId id) {
    return driver.delete(name(id));
  }

  static String name(BackupId id) {
    return FOLDER + id;
  }

  private BackupException corrupt(String name, String why, @Nullable Throwable cause) {
    return new BackupException(
        FailureKind.CORRUPT,
        "Object "
            + name
            + " at "
            + repository.driver().location()
            + " is damaged: "
            + why
            + ". The backup cannot be read without it; put back a copy of that object if there is"
            + " one.",
        cause);
  }
}
