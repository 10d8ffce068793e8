package io.holdfast.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** All of Holdfast, started as a newcomer does, on a directory of its own. */
final class Installation implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("Holdfast runs: +(\\S+)");
  private static final Pattern PASSWORD = Pattern.compile("password +(\\S+)");

  private final Process process;
  private final Path output;

  private Installation(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static Installation start(Path directory) throws IOException {
    Path output = directory.resolve("up.log");
    ProcessBuilder up =
        new ProcessBuilder(
            Path.of("../holdfast").toAbsolutePath().normalize().toString(),
            "up",
            "--data=" + directory.resolve("data"),
            "--port=0");
    up.environment().putAll(Map.of("HOLDFAST_NO_BUILD", "1"));
    Installation installation =
        new Installation(
            up.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
    Awaitility.await()
        .atMost(4, TimeUnit.MINUTES)
        .until(() -> installation.says(ADDRESS) || !installation.process.isAlive());
    if (!installation.process.isAlive()) {
      throw new IllegalStateException("`./holdfast up` ended: " + Files.readString(output));
    }
    return installation;
  }

  String address() throws IOException {
    return said(ADDRESS);
  }

  String password() throws IOException {
    return said(PASSWORD);
  }

  private boolean says(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(output)).find();
  }

  private String said(Pattern pattern) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(output));
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in: " + Files.readString(output));
    }
    return matcher.group(1);
  }

  /** As Ctrl-C does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("`./holdfast up` does not end, process " + process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
