package io.holdfast.cli.program;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a program as its JVM has them in memory, which the first orderly end of a build
 * writes down beside the jar: later starts take half the time. Copies of the jar use the same ones.
 * The JVM does without where they are missing, damaged, or cannot be written.
 */
final class ClassArchive {

  private ClassArchive() {}

  /**
   * What a JVM must be told.
   *
   * @param jar as it was built
   */
  static List<String> options(Path jar) {
    String start = String.valueOf(jar.getFileName()).replaceFirst("[.]jar$", "-");
    try {
      // The JVM never replaces the archive of another build, so each build has a name of its own.
      Path archive = jar.resolveSibling(start + ProgramCopy.build(jar) + ".jsa");
      deleteOthers(archive, start);
      return List.of(
          "-XX:+AutoCreateSharedArchive",
          "-XX:SharedArchiveFile=" + archive,
          // A JVM crashes on an archive of which a part was never written, as after a power loss.
          "-XX:+VerifySharedSpaces",
          "-Xlog:cds*=off");
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void deleteOthers(Path archive, String start) throws IOException {
    try (DirectoryStream<Path> archives =
        Files.newDirectoryStream(archive.resolveSibling(""), start + "*.jsa")) {
      for (Path other : archives) {
        if (!other.equals(archive)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
