package io.holdfast.volumeservice.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps track of what is written to one volume through this service since its last snapshot. On any
 * doubt nothing is known, which means that everything counts as changed.
 *
 * <p>While nobody writes, a file beside the image has a bit for each block, and says what the image
 * looked like (inode, size, time of change) when it was closed: if it looks otherwise later, others
 * changed it. The file is removed, durably, before the image is opened for writing, and is written
 * anew when it was closed; in between the bits are in memory. So a crash leaves no file, and no
 * write has to wait for a bit.
 *
 * <p>The object's own lock guards everything.
 *
 * @see "docs/decisions/011-tracking-changes.md"
 */
final class ChangeTracker {
  private static final Logger log = LoggerFactory.getLogger(ChangeTracker.class);
  private static final long MAGIC = 0x4846545241434b31L; // "HFTRACK1"
  private static final int HEAD_BYTES = 7 * Long.BYTES;

  private final Path file;
  private BitSet blocks = new BitSet();
  private UUID base = new UUID(0, 0);
  private long sizeBytes;
  private boolean known;
  private boolean writing;

  ChangeTracker(Path directory, UUID volume) {
    this.file = file(directory, volume);
  }

  static Path file(Path directory, UUID volume) {
    return directory.resolve(volume + ".tracking");
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
          (int) (offset / ChangedSince.BLOCK_BYTES),
          (int) ((offset + length - 1) / ChangedSince.BLOCK_BYTES) + 1);
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
      log.warn("Changes are not tracked until the next snapshot file={}: {}", file, e.getMessage());
    }
    known = false;
  }

  /**
   * A snapshot has just been copied, and nobody writes meanwhile: leaves beside it what changed
   * since the one before, if that is known, and tracks from here on.
   */
  synchronized void snapshotTaken(Path image, Path directory, UUID snapshot) {
    try {
      Look look = Look.at(image);
      if ((writing ? known : load(image)) && look.sizeBytes == sizeBytes) {
        new ChangedSince(base, sizeBytes, blocks).write(ChangedSince.file(directory, snapshot));
      }
      blocks = new BitSet();
      base = snapshot;
      sizeBytes = look.sizeBytes;
      known = writing;
      if (!writing) {
        save(look);
      }
    } catch (IOException e) {
      // A file that is still there is of an earlier snapshot, and right about that.
      known = false;
      log.warn("Changes are not tracked until the next snapshot file={}: {}", file, e.getMessage());
    }
  }

  private void save(Look look) throws IOException {
    byte[] bits = blocks.toByteArray();
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + bits.length + Long.BYTES);
    bytes.put(head(look)).put(bits);
    Durable.replace(file, bytes.putLong(checksum(bytes.array())).array());
  }

  /** Takes over what the file says, if it is about this image as it is now. */
  private boolean load(Path image) throws IOException {
    byte[] all;
    try {
      all = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return false;
    }
    int end = all.length - Long.BYTES;
    if (end < HEAD_BYTES || ByteBuffer.wrap(all).getLong(end) != checksum(all)) {
      log.warn("What was tracked is damaged; all counts as changed file={}", file);
      return false;
    }
    Look look = Look.at(image);
    ByteBuffer head = ByteBuffer.wrap(all, 0, HEAD_BYTES);
    base = new UUID(head.getLong(Long.BYTES), head.getLong(2 * Long.BYTES));
    if (!head.equals(head(look))) {
      log.info("Image was changed by others; all of it counts as changed file={}", image);
      return false;
    }
    sizeBytes = look.sizeBytes;
    blocks = BitSet.valueOf(Arrays.copyOfRange(all, HEAD_BYTES, end));
    return true;
  }

  private ByteBuffer head(Look look) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putLong(MAGIC).putLong(base.getMostSignificantBits());
    head.putLong(base.getLeastSignificantBits()).putLong(look.inode).putLong(look.sizeBytes);
    return head.putLong(look.changedAt.getEpochSecond()).putLong(look.changedAt.getNano()).flip();
  }

  private static long checksum(byte[] all) {
    CRC32 crc = new CRC32();
    crc.update(all, 0, all.length - Long.BYTES);
    return crc.getValue();
  }
}
