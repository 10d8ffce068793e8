package io.holdfast.cli.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Images with an ext4 file system, made and checked by the tools of e2fsprogs; needs no root. */
public final class FileSystemImage {

  private static final long TOOL_WITHIN_SECONDS = 120;

  private FileSystemImage() {}

  /** Makes an image that holds the files of a directory; fails when mke2fs is missing or fails. */
  static void make(Path image, long sizeBytes, Path files) throws IOException {
    Path mke2fs = tool("mke2fs").orElseThrow(() -> new IOException("mke2fs is not installed"));
    run(
        List.of(
            mke2fs.toString(),
            "-q",
            "-F",
            "-t",
            "ext4",
            "-L",
            "documents",
            "-d",
            files.toString(),
            image.toString(),
            sizeBytes / 1024 + "k"));
  }

  /** Writes a file into the file system of an image; false when debugfs is missing. */
  public static boolean add(Path image, Path file, String name) throws IOException {
    Optional<Path> debugfs = tool("debugfs");
    if (debugfs.isPresent()) {
      run(
          List.of(
              debugfs.get().toString(),
              "-w",
              "-R",
              "write " + file + " " + name,
              image.toString()));
    }
    return debugfs.isPresent();
  }

  /** Whether a file system is found in order by e2fsck; empty when that is missing. */
  public static Optional<Boolean> isSound(Path image) throws IOException {
    Optional<Path> e2fsck = tool("e2fsck");
    if (e2fsck.isEmpty()) {
      return Optional.empty();
    }
    try {
      run(List.of(e2fsck.get().toString(), "-f", "-n", image.toString()));
      return Optional.of(true);
    } catch (IOException e) {
      return Optional.of(false);
    }
  }

  /** Where a tool is; the system's directories are searched even when they are not on the PATH. */
  static Optional<Path> tool(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TOOL_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            command.getFirst() + " ended with status " + process.exitValue() + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    }
  }
}
