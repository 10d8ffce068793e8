package io.holdfast.bench.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that the machine has at hand. A virtual machine gives memory that it does not use back to
 * its host, and gets it again page by page, ten times slower than it is written: that would be
 * measured instead of the tools. What was used a moment ago has not been given back yet.
 */
final class FreshMemory {

  private final Path directory;
  private final long bytes;

  /**
   * @param directory where the tools write; nothing is done unless it lies in memory
   * @param bytes that one of them writes at most
   */
  FreshMemory(Path directory, long bytes) {
    this.directory = directory;
    this.bytes = bytes;
  }

  /** Uses the memory for a moment. */
  void touch() throws IOException {
    if (!Files.getFileStore(directory).type().equals("tmpfs")) {
      return;
    }
    Path file = directory.resolve("fresh-memory");
    ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long written = 0; written < bytes; written += piece.capacity()) {
        channel.write(piece.clear());
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
