package io.holdfast.cli.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that every machine has on which this runs: those of the JDK. */
final class RealFiles {

  private static final int BUFFER = 1 << 20;

  private RealFiles() {}

  /**
   * Copies the smaller files whole and then the beginning of the larger ones until there are
   * enough.
   *
   * @return how many bytes were copied
   */
  static long copy(Path target, long bytesWanted) throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    long copied = 0;
    for (Path file : smallestFirst(jdk)) {
      Path copy = target.resolve(jdk.relativize(file).toString());
      Files.createDirectories(copy.resolveSibling(".").normalize());
      copied += copy(file, copy, bytesWanted - copied);
      if (copied >= bytesWanted) {
        break;
      }
    }
    return copied;
  }

  private static List<Path> smallestFirst(Path jdk) throws IOException {
    try (Stream<Path> paths = Files.walk(jdk)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(Files::isReadable)
          .sorted(Comparator.comparingLong(file -> file.toFile().length()))
          .toList();
    }
  }

  private static long copy(Path file, Path copy, long most) throws IOException {
    long copied = 0;
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = Files.newOutputStream(copy)) {
      byte[] buffer = new byte[BUFFER];
      while (copied < most) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        copied += read;
      }
    }
    return copied;
  }
}
