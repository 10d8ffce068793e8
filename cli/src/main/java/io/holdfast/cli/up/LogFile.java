package io.holdfast.cli.up;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a child prints. The child itself appends to the file, so that it does not depend on its
 * supervisor for that; when the file has become long, it is copied to {@code NAME.log.1} and
 * emptied. The few lines printed between the two may be lost; the disk is not filled.
 */
final class LogFile {

  static final long LONGEST = 10L * 1024 * 1024;
  private static final int TAIL_BYTES = 32 * 1024;

  private final Path path;
  private volatile long startOffset;

  LogFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Remembers where the output of the next start begins. */
  void markStart() {
    startOffset = size();
  }

  /** The last lines since the start that was marked. */
  List<String> tail(int lines) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long length = file.length();
      long from = Math.max(Math.min(startOffset, length), length - TAIL_BYTES);
      byte[] bytes = new byte[(int) (length - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("(" + path + " cannot be read: " + e.getMessage() + ")");
    }
  }

  /** Keeps the file short. Called now and then; works while the child writes. */
  void bound(long longest) throws IOException {
    if (size() <= longest) {
      return;
    }
    Files.copy(
        path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    // The child has opened the file for appending, so it goes on at the new end.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              "(what came before is in the file .1)\n".getBytes(StandardCharsets.UTF_8)));
    }
    startOffset = 0;
  }

  private long size() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }
}
