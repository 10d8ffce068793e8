package io.holdfast.mount.files;

import io.holdfast.mount.files.FilesException.Why;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs programs of others that read file systems. */
final class Tool {
  private static final String PATH =
      System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";

  private static final int LONGEST_COMPLAINT = 400;

  /** The status of what was ended by SIGKILL. */
  private static final int KILLED = 137;

  private Tool() {}

  /** A program that is not installed is told with the Debian package that has it. */
  static ProcessBuilder command(String debianPackage, List<String> command) {
    boolean found =
        Arrays.stream(PATH.split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, command.getFirst())));
    if (!found) {
      throw new FilesException(
          Why.NOT_READABLE,
          "%s is needed to read this, and is not installed (Debian: apt-get install %s)."
              .formatted(command.getFirst(), debianPackage));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TZ", "UTC");
    builder.redirectInput(new File("/dev/null"));
    return builder;
  }

  /** What a program says on its standard output; fails when it does not end well. */
  static byte[] output(String name, ProcessBuilder command, int mostBytes, @Nullable Duration time)
      throws IOException {
    var output = new ByteArrayOutputStream();
    run(name, command, new Bounded(output, mostBytes), time);
    return output.toByteArray();
  }

  /** Hands on what a program says on its standard output; fails when it does not end well. */
  static void run(String name, ProcessBuilder command, OutputStream to, @Nullable Duration time)
      throws IOException {
    Path complaints = Files.createTempFile("holdfast-tool-", "");
    try {
      Process process = command.redirectError(complaints.toFile()).start();
      limit(process, time);
      try (InputStream said = process.getInputStream()) {
        said.transferTo(to);
        int status = process.waitFor();
        if (status == KILLED) {
          throw new FilesException(
              "Reading the file system was stopped, as it took too long or too much memory.");
        }
        if (status != 0) {
          throw failed(name, status, complaint(complaints));
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

  /** The status that a program ends with; what it says is not wanted. */
  static int status(ProcessBuilder command, @Nullable Duration time) throws IOException {
    Process process =
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    limit(process, time);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void limit(Process process, @Nullable Duration time) {
    if (time != null) {
      CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
          .execute(process::destroyForcibly);
    }
  }

  private static FilesException failed(String name, int status, String complaint) {
    return complaint.startsWith("bwrap: ")
        ? new FilesException(
            Why.NOT_READABLE,
            "The programs that read file systems cannot be confined here (%s). User namespaces have to be allowed."
                .formatted(complaint))
        : new FilesException(
            "%s cannot read the file system (status %d): %s".formatted(name, status, complaint));
  }

  private static String complaint(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text =
        new String(bytes, 0, Math.min(bytes.length, LONGEST_COMPLAINT), StandardCharsets.UTF_8);
    return new FileName(text.strip().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static final class Bounded extends FilterOutputStream {
    private long left;

    Bounded(OutputStream out, int mostBytes) {
      super(out);
      this.left = mostBytes;
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
