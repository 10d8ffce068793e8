package io.holdfast.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a packaged program. */
final class Program implements AutoCloseable {

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  private final Path ready;
  private final Path output;
  private final Process process;

  /**
   * Starts it.
   *
   * @param before words before the java command, for instance to enter a namespace
   * @param jar system property that names the jar
   */
  Program(
      List<String> before,
      String jar,
      String memory,
      Path directory,
      String host,
      List<String> settings)
      throws IOException {
    ready = directory.resolve(host + ".ready");
    Files.deleteIfExists(ready);
    output = Files.createTempFile(directory, host + "-", ".log");
    List<String> command = new ArrayList<>(before);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of("-Xmx" + memory, "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"));
    Path file = Path.of(System.getProperty(jar));
    // The first that ends in order writes its classes down, so that later ones start sooner.
    command.add("-XX:+AutoCreateSharedArchive");
    command.add("-XX:SharedArchiveFile=" + TEMPORARY.resolve(file.getFileName() + ".jsa"));
    command.addAll(List.of("-XX:+VerifySharedSpaces", "-Xlog:cds*=off", "-jar", file.toString()));
    command.add("--holdfast.grid.host=" + host);
    command.add("--holdfast.ready-file=" + ready);
    command.add("--holdfast.worker.warm-up=false");
    command.addAll(settings);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(directory.toFile())
            .start();
  }

  Program awaitReady() throws IOException {
    await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(ready) || !process.isAlive());
    assertThat(process.isAlive()).as(output()).isTrue();
    return this;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  void awaitOutput(String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> output().contains(text));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  void signal(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor())
        .isZero();
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
