package io.holdfast.cli.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a program as its JVM has them in memory, which the first orderly end of a build
 * writes down beside the jar: later starts take half the time. The JVM does without where they are
 * missing, damaged, or cannot be written.
 */
public final class ClassArchive {

  private static final String OPTION = "-XX:SharedArchiveFile=";

  private ClassArchive() {}

  /**
   * What a JVM must be told.
   *
   * @param jar as it is started
   */
  static List<String> options(Path jar) {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        OPTION + jar.resolveSibling("classes.jsa"),
        // A JVM crashes on an archive of which a part was never written, as after a power loss.
        "-XX:+VerifySharedSpaces",
        "-Xlog:cds*=off");
  }

  /** For after a failed start: should the archive be why, the next start does without. */
  public static void delete(List<String> command) throws IOException {
    for (String option : command) {
      if (option.startsWith(OPTION)) {
        Files.deleteIfExists(Path.of(option.substring(OPTION.length())));
      }
    }
  }
}
