package io.holdfast.mount.files;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs programs of others that read file systems. */
final class Tool {
  private static final String PATH =
      System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";

  /** More entries than this in one directory are more than anybody can look through. */
  private static final int MOST_OUTPUT_BYTES = 256 << 20;

  private static final int LONGEST_COMPLAINT = 400;

  private Tool() {}

  /** A program that is not installed is told with the Debian package that has it. */
  static ProcessBuilder command(String debianPackage, List<String> command) {
    boolean found =
        Arrays.stream(PATH.split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, command.getFirst())));
    if (!found) {
      throw new FilesException(
          "%s is needed to read this, and is not installed (Debian: apt-get install %s)."
              .formatted(command.getFirst(), debianPackage));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectInput(new File("/dev/null"));
    return builder;
  }

  /** What a program says on its standard output; fails when it does not end well. */
  static byte[] output(ProcessBuilder command) throws IOException {
    var output = new ByteArrayOutputStream();
    run(command, new Bounded(output));
    return output.toByteArray();
  }

  /** Hands on what a program says on its standard output; fails when it does not end well. */
  static void run(ProcessBuilder command, OutputStream to) throws IOException {
    Path complaints = Files.createTempFile("holdfast-tool-", "");
    try {
      Process process = command.redirectError(complaints.toFile()).start();
      try (InputStream said = process.getInputStream()) {
        said.transferTo(to);
        int status = process.waitFor();
        if (status != 0) {
          throw new FilesException(
              "%s cannot read the file system (status %d): %s"
                  .formatted(command.command().getFirst(), status, complaint(complaints)));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted", e);
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(complaints);
    }
  }

  private static String complaint(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text =
        new String(bytes, 0, Math.min(bytes.length, LONGEST_COMPLAINT), StandardCharsets.UTF_8);
    return new FileName(text.strip().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static final class Bounded extends FilterOutputStream {
    private long left = MOST_OUTPUT_BYTES;

    Bounded(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new FilesException("The directory is too large to be listed.");
      }
      out.write(bytes, offset, length);
    }
  }
}
