package io.holdfast.cli.demo;

import io.holdfast.cli.posix.DataRanges;
import io.holdfast.cli.posix.DataRanges.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Copies and compares images by reading the files. Knows nothing of Holdfast. */
final class ImageFiles {

  private static final int BUFFER = 1 << 20;

  private ImageFiles() {}

  /** Copies an image; what is a hole stays one. */
  static void copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
      for (Range range : DataRanges.of(from)) {
        for (long done = 0; done < range.length(); ) {
          long at = range.offset() + done;
          done += in.transferTo(at, range.length() - done, out.position(at));
        }
      }
      if (out.size() < in.size()) {
        out.write(ByteBuffer.allocate(1), in.size() - 1);
      }
    }
  }

  /**
   * The first byte at which two images differ, if any. Every byte is compared: where both files
   * have a hole, both read as zeros by definition; wherever one of them has data, both are read.
   */
  static OptionalLong firstDifference(Path one, Path other) throws IOException {
    long shared = Math.min(Files.size(one), Files.size(other));
    OptionalLong difference = OptionalLong.empty();
    for (Range range : DataRanges.of(one)) {
      difference = earlier(difference, firstDifference(one, other, range, shared));
    }
    for (Range range : DataRanges.of(other)) {
      difference = earlier(difference, firstDifference(one, other, range, shared));
    }
    boolean sameSize = Files.size(one) == Files.size(other);
    return sameSize ? difference : earlier(difference, OptionalLong.of(shared));
  }

  private static OptionalLong firstDifference(Path one, Path other, Range range, long end)
      throws IOException {
    ByteBuffer left = ByteBuffer.allocate(BUFFER);
    ByteBuffer right = ByteBuffer.allocate(BUFFER);
    try (FileChannel first = FileChannel.open(one, StandardOpenOption.READ);
        FileChannel second = FileChannel.open(other, StandardOpenOption.READ)) {
      long last = Math.min(range.offset() + range.length(), end);
      for (long at = range.offset(); at < last; at += BUFFER) {
        int length = (int) Math.min(BUFFER, last - at);
        int mismatch = read(first, left, at, length).mismatch(read(second, right, at, length));
        if (mismatch >= 0) {
          return OptionalLong.of(at + mismatch);
        }
      }
      return OptionalLong.empty();
    }
  }

  private static ByteBuffer read(FileChannel channel, ByteBuffer buffer, long offset, int length)
      throws IOException {
    buffer.clear().limit(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the image became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }
}
