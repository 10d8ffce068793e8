package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.pack.PackFormat;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.ObjectKey;
import io.holdfast.engine.seal.Passphrase;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An opened repository: who it is, its keys, its packs and its manifests. Safe from many threads.
 * Does not own its driver.
 */
public final class Repository {
  public static final int DEFAULT_CHUNK_BYTES = 1024 * 1024;
  static final int MIN_CHUNK_BYTES = 4096;
  static final int MAX_CHUNK_BYTES = PackFormat.MAX_CONTENT_BYTES;

  private final RepositoryDriver driver;
  private final RepositoryFile description;
  private final DataKey key;
  private final byte[] chunkIdKey;
  private final byte[] segmentIdKey;

  private Repository(RepositoryDriver driver, RepositoryFile description, DataKey key) {
    this.driver = driver;
    this.description = description;
    this.key = key;
    this.chunkIdKey = key.chunkIdKey();
    this.segmentIdKey = key.segmentIdKey();
  }

  /**
   * How a new repository is made.
   *
   * @param chunkBytes a power of two from 4 KiB to 16 MiB; stays for the repository's life
   * @param passphrase of its first key slot; without one the repository is not encrypted, and says
   *     so in its description
   */
  public record Settings(int chunkBytes, @Nullable Passphrase passphrase, KeySlot.Cost cost) {
    public Settings {
      if (Integer.bitCount(chunkBytes) != 1
          || chunkBytes < MIN_CHUNK_BYTES
          || chunkBytes > MAX_CHUNK_BYTES) {
        throw new BackupException(
            FailureKind.MISCONFIGURED,
            "A chunk size of " + chunkBytes + " bytes is not a power of two from 4 KiB to 16 MiB.");
      }
    }

    public static Settings encrypted(Passphrase passphrase) {
      return new Settings(DEFAULT_CHUNK_BYTES, passphrase, KeySlot.Cost.DEFAULT);
    }

    public static Settings unencrypted() {
      return new Settings(DEFAULT_CHUNK_BYTES, null, KeySlot.Cost.DEFAULT);
    }
  }

  /** Makes a repository with a new id in an empty place and opens it. */
  public static Repository create(RepositoryDriver driver, Settings settings, InstantSource clock) {
    return create(driver, UUID.randomUUID(), settings, clock);
  }

  /**
   * Makes a repository in an empty place and opens it.
   *
   * @param id by which it is known already; never used for two repositories
   * @throws BackupException {@link FailureKind#MISCONFIGURED} if the place is not empty
   */
  public static Repository create(
      RepositoryDriver driver, UUID id, Settings settings, InstantSource clock) {
    driver.list(
        "",
        found -> {
          throw new BackupException(
              FailureKind.MISCONFIGURED,
              "A repository is made in an empty place, but "
                  + driver.location()
                  + " has "
                  + found.name()
                  + ". Open the repository that is there, or choose another place.");
        });
    DataKey key = DataKey.random();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Passphrase passphrase = settings.passphrase;
    RepositoryFile file = RepositoryFile.of(id, now, settings.chunkBytes, key, passphrase != null);
    if (passphrase != null) {
      var slot = KeySlot.wrap(key, passphrase, settings.cost, id, "first", now);
      file = file.withSlots(List.of(slot));
    }
    if (!new Descriptions(driver).create(file)) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "Somebody else has just made a repository at " + driver.location() + ". Open that one.");
    }
    return new Repository(driver, file, key);
  }

  /**
   * @param passphrase of any key slot; not needed without encryption
   * @throws BackupException {@link FailureKind#MISCONFIGURED} if there is no repository, or the
   *     passphrase is wrong; {@link FailureKind#CORRUPT} if its description is damaged
   */
  public static Repository open(RepositoryDriver driver, @Nullable Passphrase passphrase) {
    RepositoryFile file = new Descriptions(driver).read();
    return new Repository(driver, file, file.open(passphrase, driver));
  }

  /** Whether the repository there needs a passphrase to be opened. */
  public static boolean isEncrypted(RepositoryDriver driver) {
    return new Descriptions(driver).read().encrypted();
  }

  /** Whether there is a repository, whatever its state. */
  public static boolean isThere(RepositoryDriver driver) {
    return new Descriptions(driver).areThere();
  }

  /** What the description there says now: other bytes once a passphrase was added or removed. */
  public static byte[] description(RepositoryDriver driver) {
    return new Descriptions(driver).read().toBytes();
  }

  /**
   * Looks whether the description and its copy are both there and intact, and writes the copy anew
   * if that is not.
   *
   * @return a sentence on what was, or is, wrong
   */
  public Optional<String> keepDescription() {
    return new Descriptions(driver).keepCopy();
  }

  /** Fails if this is not the repository that is meant, for instance after a wrong mount. */
  public Repository requireId(UUID expected) {
    if (!id().equals(expected)) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "At "
              + driver.location()
              + " lies another repository: its id is "
              + id()
              + ", expected "
              + expected
              + ". Check what is mounted there.");
    }
    return this;
  }

  public UUID id() {
    return description.id();
  }

  public int chunkBytes() {
    return description.chunkBytes();
  }

  public boolean encrypted() {
    return description.encrypted();
  }

  public RepositoryDriver driver() {
    return driver;
  }

  public Packs packs() {
    return new Packs(this);
  }

  public Manifests manifests() {
    return new Manifests(this);
  }

  public ChunkGeometry geometry(long sizeBytes) {
    return new ChunkGeometry(sizeBytes, chunkBytes());
  }

  /** A new hasher for the ids of chunks. */
  public ChunkHasher chunkHasher() {
    return new ChunkHasher(chunkIdKey);
  }

  /** A new hasher for the ids of segments. */
  public ChunkHasher segmentHasher() {
    return new ChunkHasher(segmentIdKey);
  }

  /** The key of one object. */
  public ObjectKey objectKey(PackId id) {
    return encrypted() ? key.encryptionKey(id.high(), id.low()) : key.clearKey(id.high(), id.low());
  }
}
