package io.holdfast.volumeservice.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps track of what is written to one volume through this service since its latest mark, which is
 * the name of a moment: of a snapshot its id. On any doubt nothing is known, which means that
 * everything counts as changed.
 *
 * <p>While nobody writes, a file beside the image has a bit for each block, and says what the image
 * looked like (inode, size, time of change) when it was closed: if it looks otherwise later, others
 * changed it. The file is removed, durably, before the image is opened for writing, and is written
 * anew when it was closed; in between the bits are in memory. So a crash leaves no file, and no
 * write has to wait for a bit. With each mark the bits go into the {@link ChangeHistory}.
 *
 * <p>The object's own lock guards everything.
 *
 * @see "docs/decisions/013-what-backups-know-of-changes.md"
 */
final class ChangeTracker {
  private static final Logger log = LoggerFactory.getLogger(ChangeTracker.class);
  private static final long MAGIC = 0x4846545241434b31L; // "HFTRACK1"
  private static final int HEAD_BYTES = 7 * Long.BYTES;

  /** What the bits of a set are enough for: 128 TiB. */
  private static final long LARGEST_BYTES = (long) Integer.MAX_VALUE * Period.BLOCK_BYTES;

  private final ChangeHistory history;
  private final Path file;
  private BitSet blocks = new BitSet();
  private UUID base = new UUID(0, 0);
  private long sizeBytes;
  private boolean known;
  private boolean writing;

  ChangeTracker(ChangeHistory history) {
    this.history = history;
    this.file = history.directory().resolve(history.volume() + ".tracking");
  }

  /** What an image looks like from outside. */
  private record Look(long inode, long sizeBytes, Instant changedAt) {
    static Look at(Path image) throws IOException {
      Object inode = Objects.requireNonNull(Files.getAttribute(image, "unix:ino"));
      FileTime changed = Files.getLastModifiedTime(image);
      return new Look(((Number) inode).longValue(), Files.size(image), changed.toInstant());
    }
  }

  /** The image is about to be opened for writing. */
  synchronized void open(Path image) throws IOException {
    known = load(image);
    Durable.delete(file);
    writing = true;
  }

  /** A range inside the image is about to be written. */
  synchronized void beforeWrite(long offset, long length) {
    if (known && length > 0) {
      blocks.set(
          (int) (offset / Period.BLOCK_BYTES),
          (int) ((offset + length - 1) / Period.BLOCK_BYTES) + 1);
    }
  }

  /** The image was closed; nothing is written any more. */
  synchronized void close(Path image) {
    writing = false;
    try {
      if (known) {
        save(Look.at(image));
      }
    } catch (IOException e) {
      log.warn("Changes are not tracked until the next mark file={}: {}", file, e.getMessage());
    }
    known = false;
    blocks = new BitSet();
  }

  /**
   * Marks this moment, in which nobody writes: what was written since the mark before, if that is
   * known, goes into the history, and tracking begins anew. What the image holds is on stable
   * storage first, lest a power cut take back what counts as unchanged.
   *
   * @throws IOException when something wrong would stay known; else failing costs only knowledge
   */
  synchronized void mark(Path image, UUID mark) throws IOException {
    try {
      Durable.sync(image);
      Look look = Look.at(image);
      boolean tracked = (writing ? known : load(image)) && look.sizeBytes == sizeBytes;
      if (tracked && !isTaken(mark)) {
        history.end(mark, new Period(base, blocks));
      } else {
        // Taken if a snapshot failed and is tried again: its name must not mean two moments.
        history.forget();
      }
      blocks = new BitSet();
      base = mark;
      sizeBytes = look.sizeBytes;
      boolean trackable = sizeBytes <= LARGEST_BYTES;
      known = writing && trackable;
      if (!writing && trackable) {
        save(look);
      }
      history.keepOnly(mark);
    } catch (IOException e) {
      // What is still in the file is since an earlier mark, and right about that.
      known = false;
      log.warn("Changes are not tracked until the next mark file={}: {}", file, e.getMessage());
      Durable.delete(history.file(mark));
    }
  }

  /**
   * As {@link #mark}; a name that is taken keeps the earlier moment, since which no less changed.
   */
  synchronized void markOnce(Path image, UUID mark) throws IOException {
    if (!writing) {
      load(image);
    }
    if (!isTaken(mark)) {
      mark(image, mark);
    }
  }

  private boolean isTaken(UUID mark) {
    return base.equals(mark) || history.before(base).contains(mark);
  }

  /** The latest mark, if it is certain that nothing was written since. */
  synchronized Optional<UUID> unchangedSince(Path image) throws IOException {
    if (writing || !load(image)) {
      return Optional.empty();
    }
    boolean unchanged = blocks.isEmpty();
    blocks = new BitSet();
    return unchanged ? Optional.of(base) : Optional.empty();
  }

  /** Others write to the image: until the next mark nothing is known. */
  synchronized void doubt() throws IOException {
    known = false;
    Durable.delete(file);
  }

  private void save(Look look) throws IOException {
    byte[] bits = blocks.toByteArray();
    ByteBuffer content = ByteBuffer.allocate(HEAD_BYTES + bits.length);
    CheckedFile.write(file, content.put(head(look)).put(bits).flip());
  }

  /** Takes over what the file says, if it is about this image as it is now. */
  private boolean load(Path image) throws IOException {
    Optional<ByteBuffer> content = CheckedFile.read(file).filter(c -> c.remaining() >= HEAD_BYTES);
    if (content.isEmpty()) {
      return false;
    }
    Look look = Look.at(image);
    ByteBuffer head = content.get().slice(0, HEAD_BYTES);
    base = new UUID(head.getLong(Long.BYTES), head.getLong(2 * Long.BYTES));
    if (!head.equals(head(look))) {
      log.info("Image was changed by others; all of it counts as changed file={}", image);
      return false;
    }
    sizeBytes = look.sizeBytes;
    blocks = BitSet.valueOf(content.get().position(HEAD_BYTES));
    return true;
  }

  private ByteBuffer head(Look look) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putLong(MAGIC).putLong(base.getMostSignificantBits());
    head.putLong(base.getLeastSignificantBits()).putLong(look.inode).putLong(look.sizeBytes);
    return head.putLong(look.changedAt.getEpochSecond()).putLong(look.changedAt.getNano()).flip();
  }
}
