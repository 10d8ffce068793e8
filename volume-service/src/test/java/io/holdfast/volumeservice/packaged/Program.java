package io.holdfast.volumeservice.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the packaged program. */
final class Program implements AutoCloseable {

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  final Path ready;
  private final Path output;
  private final Process process;

  /**
   * Starts it.
   *
   * @param directory where its files lie; the same ones for a later run
   * @param more settings below {@code holdfast.}, in the place of the usual ones
   */
  Program(Path directory, String host, String databaseUrl, Map<String, Object> more)
      throws IOException {
    this(List.of(), directory, host, databaseUrl, more);
  }

  /** Starts it by another program, whose words come first. */
  Program(
      List<String> starter,
      Path directory,
      String host,
      String databaseUrl,
      Map<String, Object> more)
      throws IOException {
    ready = directory.resolve(host + ".ready");
    output = Files.createTempFile(directory, host, ".log");
    List<String> command = new ArrayList<>(starter);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    Path jar = Path.of(System.getProperty("volume-service.jar"));
    // The first that ends in order writes its classes down, so that later ones start sooner.
    command.add("-XX:+AutoCreateSharedArchive");
    command.add("-XX:SharedArchiveFile=" + TEMPORARY.resolve(jar.getFileName() + ".jsa"));
    command.addAll(List.of("-XX:+VerifySharedSpaces", "-Xlog:cds*=off", "-jar", jar.toString()));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("grid.host", host);
    settings.put("database-url", databaseUrl);
    settings.put("ready-file", ready);
    settings.put("parent-pid", ProcessHandle.current().pid());
    settings.put("volume-service.state", directory.resolve("state-" + host));
    settings.put("volume-service.backends.fast.type", "file");
    settings.put("volume-service.backends.fast.directory", directory.resolve("fast-" + host));
    settings.putAll(more);
    settings.forEach((name, value) -> command.add("--holdfast." + name + "=" + value));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(new File(directory.toString()))
            .start();
  }

  Program awaitReady() throws IOException {
    await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(ready) || !process.isAlive());
    assertThat(process.isAlive()).as(output()).isTrue();
    return this;
  }

  Program awaitOutput(String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> output().contains(text));
    return this;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends it as a supervisor does. */
  void terminate() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
