package io.holdfast.chaos.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a volume holds at one moment.
 *
 * @param blocks SHA-256 of each MiB, in their order; empty for zeros
 */
public record Content(List<String> blocks) {

  private static final int BLOCK = 1 << 20;
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();

  public Content {
    blocks = List.copyOf(blocks);
  }

  /** What an image holds now. */
  public static Content of(Path image) throws IOException {
    List<String> blocks = new ArrayList<>();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ)) {
      while (file.read(block) >= 0) {
        while (block.hasRemaining() && file.read(block) >= 0) {
          // To the block's end.
        }
        block.flip();
        blocks.add(
            block.mismatch(ZEROS.slice(0, block.limit())) == -1
                ? Integer.toString(block.limit())
                : digest(block));
        block.clear();
      }
    }
    return new Content(blocks);
  }

  private static String digest(ByteBuffer block) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(block);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where the other one differs, in words; empty if it does not. */
  public String difference(Content other) {
    if (equals(other)) {
      return "";
    }
    List<Integer> different =
        IntStream.range(0, Math.max(blocks.size(), other.blocks.size()))
            .filter(i ->
                i >= blocks.size()
                    || i >= other.blocks.size()
                    || !blocks.get(i).equals(other.blocks.get(i)))
            .boxed()
            .toList();
    return "%d of %d MiB differ: %s".formatted(different.size(), blocks.size(), different);
  }

  /** Writes random data somewhere into an image, as a machine does that uses the volume. */
  static void write(Path image, Random random, int largest) throws IOException {
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
      byte[] data = new byte[1 + random.nextInt((int) Math.min(largest, file.size()))];
      random.nextBytes(data);
      long at = random.nextLong(file.size() - data.length + 1);
      ByteBuffer left = ByteBuffer.wrap(data);
      while (left.hasRemaining()) {
        at += file.write(left, at);
      }
    }
  }
}
