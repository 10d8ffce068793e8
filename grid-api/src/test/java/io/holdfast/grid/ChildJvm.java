package io.holdfast.grid;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link MemberProcess} with this one's class path and JVM options. */
final class ChildJvm implements AutoCloseable {

  final String host;
  private final Path ready;
  private final Process process;

  ChildJvm(TestGrid grid, String host, Path directory) throws IOException {
    this.host = host;
    this.ready = directory.resolve(host + ".ready");
    Files.deleteIfExists(ready);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx128m", "--sun-misc-unsafe-memory-access=allow"));
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", classPath()));
    command.add(MemberProcess.class.getName());
    command.addAll(
        List.of(
            grid.url(), host, directory.toString(), String.valueOf(ProcessHandle.current().pid())));
    process = new ProcessBuilder(command).inheritIO().start();
  }

  /** Without AssertJ, so that something is unknown there. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("assertj"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  ChildJvm awaitReady() {
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready) || !process.isAlive());
    return this;
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal, for instance STOP. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
