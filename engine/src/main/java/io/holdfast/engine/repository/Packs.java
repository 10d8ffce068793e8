package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.pack.PackBuilder;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackIndex;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.seal.FrameCodec;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The packs of one repository as objects: names, whole puts, reads of frames and indexes. */
public final class Packs {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Repository repository;
  private final RepositoryDriver driver;

  Packs(Repository repository) {
    this.repository = repository;
    this.driver = repository.driver();
  }

  /** Hears of a pack in a listing. */
  @FunctionalInterface
  public interface Visitor {
    void found(PackId pack, PackKind kind, long bytes);
  }

  /** A new, empty pack with an id that nobody ever had. */
  public PackBuilder begin(PackKind kind, byte[] room) {
    PackId id = new PackId(RANDOM.nextLong(), RANDOM.nextLong());
    return new PackBuilder(id, kind, repository.objectKey(id), room);
  }

  /** Stores a finished pack; durable when it returns. */
  public void store(PackId id, PackKind kind, ByteBuffer pack) {
    String name = name(id, kind);
    int bytes = pack.remaining();
    // An object that is there already is ours: ids are never used twice, so an earlier attempt of
    // this very call put it, although it heard of an error.
    if (!driver.put(name, pack) && driver.size(name).orElse(-1) != bytes) {
      throw new BackupException(
          FailureKind.RETRYABLE,
          "Pack " + name + " at " + driver.location() + " was changed while it was written.");
    }
  }

  /**
   * Reads one frame, or several that lie side by side.
   *
   * @param into takes {@code storedBytes} from its start
   * @throws BackupException {@link FailureKind#CORRUPT} if the pack is missing or too short
   */
  public void readFrames(PackId id, PackKind kind, int offset, int storedBytes, byte[] into) {
    if (storedBytes > into.length) {
      throw corrupt(id, kind, "frames of " + storedBytes + " bytes cannot be", null);
    }
    readFully(id, kind, offset, ByteBuffer.wrap(into, 0, storedBytes));
  }

  /** Whether a pack is there, in whatever state. */
  public boolean exists(PackId id, PackKind kind) {
    return driver.size(name(id, kind)).isPresent();
  }

  /** What a pack holds, from its own index. */
  public List<PackEntry> entries(PackId id, PackKind kind, FrameCodec codec) {
    OptionalLong size = driver.size(name(id, kind));
    if (size.isEmpty()) {
      throw corrupt(id, kind, "it is missing", null);
    }
    try {
      return PackIndex.read(
          id,
          kind,
          size.getAsLong(),
          repository.objectKey(id),
          codec,
          (offset, into) -> readFully(id, kind, offset, into));
    } catch (BackupException e) {
      boolean named = e.getMessage().contains(name(id, kind));
      throw e.kind() == FailureKind.CORRUPT && !named ? corrupt(id, kind, e.getMessage(), e) : e;
    }
  }

  /** All packs of a kind; objects with names that no pack can have are passed over. */
  public void list(PackKind kind, Visitor visitor) {
    String folder = folder(kind);
    driver.list(
        folder,
        object -> {
          String name = object.name();
          String last = name.substring(name.lastIndexOf('/') + 1);
          if (last.matches("[0-9a-f]{32}")) {
            PackId id = PackId.parse(last);
            if (name.equals(name(id, kind))) {
              visitor.found(id, kind, object.sizeBytes());
            }
          }
        });
  }

  /** Removes a pack for good; one that is gone already is fine. */
  public void delete(PackId id, PackKind kind) {
    driver.delete(name(id, kind));
  }

  static String name(PackId id, PackKind kind) {
    String text = id.toString();
    return folder(kind) + text.substring(0, 2) + "/" + text;
  }

  private static String folder(PackKind kind) {
    return switch (kind) {
      case DATA -> "packs/";
      case META -> "meta/";
    };
  }

  private void readFully(PackId id, PackKind kind, long offset, ByteBuffer into) {
    int wanted = into.remaining();
    int read = driver.read(name(id, kind), offset, into);
    if (read == RepositoryDriver.MISSING) {
      throw corrupt(id, kind, "it is missing", null);
    }
    if (read != wanted) {
      throw corrupt(id, kind, "it is cut short", null);
    }
  }

  private BackupException corrupt(PackId id, PackKind kind, String why, @Nullable Throwable cause) {
    return new BackupException(
        FailureKind.CORRUPT,
        "Object " + name(id, kind) + " at " + driver.location() + " is damaged: " + why + ".",
        cause);
  }
}
