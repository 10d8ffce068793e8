package io.holdfast.volumeservice.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.UUID;

/**
 * Which blocks of a volume were written between two marks, as a file: the earlier mark, and a bit
 * for each {@value #BLOCK_BYTES} bytes. The volume has the same size at both.
 *
 * @param base the earlier mark
 */
record Period(UUID base, BitSet blocks) {
  static final int BLOCK_BYTES = 64 * 1024;

  private static final long MAGIC = 0x4846504552494f44L; // "HFPERIOD"
  private static final int HEAD_BYTES = 3 * Long.BYTES;

  void write(Path file) throws IOException {
    byte[] bits = blocks.toByteArray();
    ByteBuffer content = ByteBuffer.allocate(HEAD_BYTES + bits.length);
    content.putLong(MAGIC).putLong(base.getMostSignificantBits());
    content.putLong(base.getLeastSignificantBits()).put(bits);
    CheckedFile.write(file, content.flip());
  }

  /** Empty when there is none, or it is damaged: then nothing is known. */
  static Optional<Period> read(Path file) {
    return CheckedFile.read(file)
        .flatMap(content -> base(content).map(base -> new Period(base, BitSet.valueOf(content))));
  }

  /** The base alone, without a look at whether the file is intact. */
  static Optional<UUID> baseIn(Path file) {
    return CheckedFile.first(file, HEAD_BYTES).flatMap(Period::base);
  }

  private static Optional<UUID> base(ByteBuffer content) {
    return content.remaining() < HEAD_BYTES || content.getLong() != MAGIC
        ? Optional.empty()
        : Optional.of(new UUID(content.getLong(), content.getLong()));
  }
}
