package io.holdfast.nbd.counterpart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Images to serve and to compare with. */
public final class Images {
  public static final int MIB = 1 << 20;

  private Images() {}

  /** A sparse image with one island of random bytes, 1 MiB long, at each offset given in MiB. */
  public static Path sparse(Path file, long sizeBytes, int... islandsMib) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      for (int island : islandsMib) {
        ByteBuffer data = random(island, MIB);
        while (data.hasRemaining()) channel.write(data, (long) island * MIB + data.position());
      }
      if (channel.size() < sizeBytes) channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
    }
    return file;
  }

  /** Bytes that are the same for the same seed. */
  public static ByteBuffer random(long seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return ByteBuffer.wrap(content);
  }

  /** What a file holds in a range. */
  public static ByteBuffer read(Path file, long offset, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file)) {
      while (content.hasRemaining()) {
        if (channel.read(content, offset + content.position()) < 0)
          throw new IOException("too short");
      }
    }
    return content.flip();
  }
}
