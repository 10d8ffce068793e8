package io.holdfast.mount;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Programs of other projects, found on the PATH or where administrators' programs lie. */
public final class Programs {
  private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/sbin";
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.ofEntries(
          Map.entry("qemu-img", "qemu-utils"),
          Map.entry("qemu-io", "qemu-utils"),
          Map.entry("nbdcopy", "libnbd-bin"),
          Map.entry("nbdinfo", "libnbd-bin"),
          Map.entry("nbdfuse", "libnbd-bin"),
          Map.entry("bwrap", "bubblewrap"),
          Map.entry("mkfs.ext4", "e2fsprogs"),
          Map.entry("debugfs", "e2fsprogs"),
          Map.entry("e2fsck", "e2fsprogs"),
          Map.entry("mkfs.xfs", "xfsprogs"),
          Map.entry("mkfs.ntfs", "ntfs-3g"),
          Map.entry("ntfscp", "ntfs-3g"),
          Map.entry("sfdisk", "fdisk"),
          Map.entry("7zz", "7zip"),
          Map.entry("xfs_db", "xfsprogs"));

  private Programs() {}

  /** Skips the test, and says which Debian package to install, when a program is missing. */
  public static void need(String... programs) {
    for (String program : programs) {
      assumeTrue(
          Pattern.compile(File.pathSeparator)
              .splitAsStream(PATH)
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
          () ->
              "%s is not on the PATH: apt-get install %s"
                  .formatted(program, DEBIAN_PACKAGES.get(program)));
    }
  }

  /** What a program wrote on both its outputs; fails when it did not end well. */
  public static String run(Object... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output.toFile());
      builder.environment().put("PATH", PATH);
      Process process = builder.start();
      try {
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new AssertionError(
              String.join(" ", builder.command())
                  + ": "
                  + (process.isAlive() ? "does not end" : process.exitValue())
                  + " "
                  + Files.readString(output, StandardCharsets.ISO_8859_1));
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(output);
    }
  }
}
