package io.holdfast.mount;

import io.holdfast.mount.program.MountProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process that exports a backup until it is closed. */
public final class Mounting implements AutoCloseable {
  private final Process process;
  private final String uri;

  private Mounting(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /** The program's command line. */
  public static ProcessBuilder program(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MountProgram.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HOLDFAST_PASSPHRASE", BackedUp.PASSPHRASE);
    return builder;
  }

  static Mounting start(BackedUp repository, String backup, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("mount", backup, "--repository", repository.directory().toString()));
    arguments.addAll(List.of(options));
    Process process = program(arguments.toArray(String[]::new)).start();
    BufferedReader said = process.inputReader();
    String uri = said.readLine();
    if (uri == null) {
      throw new AssertionError("The program ended without a word of where it exports");
    }
    return new Mounting(process, uri);
  }

  String uri() {
    return uri;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("The program does not end when it is told to");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
