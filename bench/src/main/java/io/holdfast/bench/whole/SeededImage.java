package io.holdfast.bench.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * An image as volumes are, the same for the same seed on the same machine. In steps of 4 MiB: 40 %
 * content of real files, each from a block of 4 KiB on as file systems lay them; 40 % holes; 10 %
 * incompressible data; 10 % repeats of other steps.
 */
final class SeededImage {

  private static final int STEP = 4 << 20;
  private static final int CHUNK = 1 << 20;
  private static final int BLOCK = 4096;
  private static final long LARGEST_FILE = 64L << 20;

  private final Path image;
  private final SplittableRandom random;

  SeededImage(Path image, long seed) {
    this.image = image;
    this.random = new SplittableRandom(seed);
  }

  /** Makes the image from the files below {@code /usr}. */
  void make(long sizeBytes) throws IOException {
    List<byte[]> repeatable = new ArrayList<>();
    try (FileChannel channel =
            FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        RealContent real = new RealContent(random)) {
      channel.write(ByteBuffer.wrap(new byte[1]), sizeBytes - 1);
      for (long offset = 0; offset + STEP <= sizeBytes; offset += STEP) {
        int kind = random.nextInt(10);
        byte[] step;
        if (kind < 4) {
          continue;
        } else if (kind < 8) {
          step = real.next();
        } else if (kind == 8) {
          step = new byte[STEP];
          random.nextBytes(step);
        } else if (repeatable.isEmpty()) {
          continue;
        } else {
          step = repeatable.get(random.nextInt(repeatable.size()));
        }
        if (repeatable.size() < 16 && kind < 9) {
          repeatable.add(step);
        }
        channel.write(ByteBuffer.wrap(step), offset);
      }
    }
  }

  /** Overwrites one chunk of 1 MiB in a hundred with new data, in places drawn by lot. */
  void change() throws IOException {
    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
      long chunks = channel.size() / CHUNK;
      byte[] content = new byte[CHUNK];
      for (long i = 0; i < Math.max(1, chunks / 100); i++) {
        random.nextBytes(content);
        channel.write(ByteBuffer.wrap(content), random.nextLong(chunks) * CHUNK);
      }
    }
  }

  /** The contents of files, one after the other, each padded to a block; begins anew at the end. */
  private static final class RealContent implements AutoCloseable {
    private final List<Path> files;
    private Iterator<Path> rest;
    private InputStream current = InputStream.nullInputStream();

    RealContent(SplittableRandom random) throws IOException {
      try (Stream<Path> found = Files.walk(Path.of("/usr"))) {
        files = new ArrayList<>(found.filter(RealContent::isUsable).sorted().toList());
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      java.util.Collections.shuffle(files, new java.util.Random(random.nextLong()));
      rest = files.iterator();
    }

    private static boolean isUsable(Path file) {
      try {
        return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
            && Files.isReadable(file)
            && Files.size(file) > BLOCK
            && Files.size(file) <= LARGEST_FILE;
      } catch (IOException e) {
        return false;
      }
    }

    byte[] next() throws IOException {
      byte[] step = new byte[STEP];
      int at = 0;
      while (at < STEP) {
        int read = current.readNBytes(step, at, STEP - at);
        at = Math.ceilDiv(at + read, BLOCK) * BLOCK;
        if (at < STEP) {
          current.close();
          if (!rest.hasNext()) {
            rest = files.iterator();
          }
          current = Files.newInputStream(rest.next());
        }
      }
      return Arrays.copyOf(step, STEP);
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }
}
