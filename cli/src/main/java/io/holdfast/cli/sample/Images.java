package io.holdfast.cli.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Raw images with contents that a backup finds hard or easy, each for a reason. */
public final class Images {

  private static final int SECTOR = 512;
  private static final int PAGE = 8192;
  private static final int BUFFER = 1 << 20;
  private static final int LONGEST_ISLAND = 2 << 20;

  private Images() {}

  /**
   * An image of holes with islands of random data. The first and the last sector are data, and the
   * islands lie at no larger unit than a sector.
   */
  static void scattered(Path image, long sizeBytes, int islands, RandomGenerator random)
      throws IOException {
    try (FileChannel channel = create(image, sizeBytes)) {
      write(channel, 0, randomBytes(SECTOR, random));
      write(channel, sizeBytes - SECTOR, randomBytes(SECTOR, random));
      for (int island = 0; island < islands; island++) {
        int length = SECTOR * random.nextInt(1, LONGEST_ISLAND / SECTOR);
        long offset = SECTOR * random.nextLong((sizeBytes - length) / SECTOR);
        write(channel, offset, randomBytes(length, random));
      }
    }
  }

  /**
   * An image like a database's: in each four pages two of text that compresses well, one that does
   * not, and one never written.
   */
  static void pages(Path image, long sizeBytes, RandomGenerator random) throws IOException {
    try (FileChannel channel = create(image, sizeBytes)) {
      byte[] buffer = new byte[BUFFER];
      for (long offset = 0; offset < sizeBytes; offset += BUFFER) {
        Arrays.fill(buffer, (byte) 0);
        for (int page = 0; page < BUFFER / PAGE; page++) {
          byte[] content =
              switch (page % 4) {
                case 0, 1 -> rows(offset + (long) page * PAGE);
                case 2 -> randomBytes(PAGE, random);
                default -> new byte[0];
              };
          System.arraycopy(content, 0, buffer, page * PAGE, content.length);
        }
        write(channel, offset, buffer);
      }
    }
  }

  /** Overwrites some of an image in place with random data, about so many bytes. */
  public static void change(Path image, long bytes, RandomGenerator random) throws IOException {
    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
      long sectors = channel.size() / SECTOR;
      int length = PAGE * 8;
      for (long changed = 0; changed < bytes; changed += length) {
        long offset = SECTOR * random.nextLong(sectors - length / SECTOR);
        write(channel, offset, randomBytes(length, random));
      }
    }
  }

  private static byte[] rows(long number) {
    StringBuilder rows = new StringBuilder(PAGE);
    for (long row = number; rows.length() < PAGE - 64; row++) {
      rows.append("order=").append(row).append(";state=shipped;amount=19.90;currency=EUR\n");
    }
    return rows.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static FileChannel create(Path image, long sizeBytes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            image,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE);
    // A write at the very end gives the image its size; everything before it stays a hole.
    write(channel, sizeBytes - 1, new byte[1]);
    return channel;
  }

  private static void write(FileChannel channel, long offset, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long at = offset;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  private static byte[] randomBytes(int length, RandomGenerator random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
