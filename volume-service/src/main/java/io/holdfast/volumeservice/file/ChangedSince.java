package io.holdfast.volumeservice.file;

import io.holdfast.nbd.NbdExtent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which blocks of a volume were written between two snapshots of it, as a file beside the later
 * one: the earlier one's id, the volume's size, a bit for each {@value #BLOCK_BYTES} bytes, a
 * checksum. As a metadata context it is called {@value #CONTEXT} with that id; bit 0 of an extent's
 * flags says that it may have changed.
 *
 * @param base the earlier snapshot, which need not exist any more
 */
record ChangedSince(UUID base, long sizeBytes, BitSet blocks) {
  static final String CONTEXT = "holdfast:changed/";
  static final int BLOCK_BYTES = 64 * 1024;
  static final int CHANGED = 1;

  private static final Logger log = LoggerFactory.getLogger(ChangedSince.class);
  private static final long MAGIC = 0x48464348414e4745L; // "HFCHANGE"
  private static final int HEAD_BYTES = 4 * Long.BYTES;

  static Path file(Path directory, UUID snapshot) {
    return directory.resolve(snapshot + ".changed");
  }

  void write(Path file) throws IOException {
    byte[] bits = blocks.toByteArray();
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + bits.length + Long.BYTES);
    bytes.putLong(MAGIC).putLong(base.getMostSignificantBits());
    bytes.putLong(base.getLeastSignificantBits()).putLong(sizeBytes).put(bits);
    bytes.putLong(checksum(bytes.array()));
    Durable.replace(file, bytes.array());
  }

  /** Empty when there is none, or it is damaged: then nothing is known. */
  static Optional<ChangedSince> read(Path file) throws IOException {
    byte[] all;
    try {
      all = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(all);
    if (all.length < HEAD_BYTES + Long.BYTES
        || bytes.getLong() != MAGIC
        || bytes.getLong(all.length - Long.BYTES) != checksum(all)) {
      log.warn("List of changed blocks is damaged and not used file={}", file);
      return Optional.empty();
    }
    UUID base = new UUID(bytes.getLong(), bytes.getLong());
    long size = bytes.getLong();
    BitSet blocks = BitSet.valueOf(Arrays.copyOfRange(all, HEAD_BYTES, all.length - Long.BYTES));
    return Optional.of(new ChangedSince(base, size, blocks));
  }

  private static long checksum(byte[] all) {
    CRC32 crc = new CRC32();
    crc.update(all, 0, all.length - Long.BYTES);
    return crc.getValue();
  }

  String context() {
    return CONTEXT + base;
  }

  List<NbdExtent> extents(long offset, long length, int maxExtents) {
    List<NbdExtent> extents = new ArrayList<>();
    long end = offset + length;
    for (long at = offset; at < end && extents.size() < maxExtents; ) {
      int block = (int) (at / BLOCK_BYTES);
      boolean changed = blocks.get(block);
      int next = changed ? blocks.nextClearBit(block) : blocks.nextSetBit(block);
      long runEnd = next < 0 ? end : Math.min(end, (long) next * BLOCK_BYTES);
      extents.add(new NbdExtent(at, runEnd - at, changed ? CHANGED : 0));
      at = runEnd;
    }
    return extents;
  }
}
