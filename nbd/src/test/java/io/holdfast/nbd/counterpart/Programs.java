package io.holdfast.nbd.counterpart;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Programs of other projects, found on the PATH. */
public final class Programs {
  private static final long TIMEOUT_SECONDS = 120;
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.of(
          "qemu-nbd", "qemu-utils",
          "qemu-img", "qemu-utils",
          "qemu-io", "qemu-utils",
          "nbdkit", "nbdkit",
          "nbd-server", "nbd-server",
          "nbdinfo", "libnbd-bin",
          "nbdcopy", "libnbd-bin",
          "certtool", "gnutls-bin");

  private Programs() {}

  /** Skips the test, and says which Debian package to install, when a program is missing. */
  public static void need(String... programs) {
    for (String program : programs) {
      assumeTrue(
          isOnPath(program),
          () ->
              "%s is not on the PATH: apt-get install %s"
                  .formatted(program, DEBIAN_PACKAGES.get(program)));
    }
  }

  private static boolean isOnPath(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** What a program wrote, and how it ended. */
  public record Outcome(int exitStatus, String output) {
    /** Its output; fails when it did not end well. */
    public String ok() {
      if (exitStatus != 0)
        throw new AssertionError("Exit status %d: %s".formatted(exitStatus, output));
      return output;
    }
  }

  /** Runs a program to its end. */
  public static Outcome run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("nbd-program", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError(
              "%s did not end: %s".formatted(command, Files.readString(output)));
        }
        return new Outcome(
            process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(output);
    }
  }

  /** Runs a program to its end. */
  public static Outcome run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }
}
