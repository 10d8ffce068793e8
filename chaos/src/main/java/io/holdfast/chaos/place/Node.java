package io.holdfast.chaos.place;

import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program in a namespace, which can be killed, stopped and started again. */
public final class Node {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final @Nullable Path readyFile;
  private volatile @Nullable Process process;
  private volatile boolean wanted;
  private boolean ended;

  /**
   * A node that does not run yet.
   *
   * @param readyFile what the program writes when it serves
   */
  Node(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      @Nullable Path readyFile) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.readyFile = readyFile;
  }

  public String name() {
    return name;
  }

  /** Starts it unless it runs or has ended for good. */
  public synchronized void start() throws IOException {
    wanted = true;
    if (ended || isAlive()) {
      return;
    }
    if (readyFile != null) {
      Files.deleteIfExists(readyFile);
    }
    List<String> all = new ArrayList<>(command);
    if (readyFile != null) {
      all.add("--holdfast.ready-file=" + readyFile);
      all.add("--holdfast.parent-pid=" + ProcessHandle.current().pid());
    }
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    Process started = builder.start();
    started.getOutputStream().close();
    process = started;
  }

  /** Whether it is to run: not killed on purpose. */
  public boolean isWanted() {
    return wanted;
  }

  public boolean isAlive() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** Whether it serves. */
  public boolean isReady() {
    return isAlive() && (readyFile == null || Files.exists(readyFile));
  }

  void awaitReady(Duration within) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!isReady()) {
      if (!isAlive() || System.nanoTime() > deadline) {
        throw new IOException(name + " did not become ready; its log is " + log);
      }
      Pause.of(LOOK_EVERY);
    }
  }

  /** What it wrote when it was ready. */
  Optional<String> ready() throws IOException {
    return readyFile != null && Files.exists(readyFile)
        ? Optional.of(Files.readString(readyFile))
        : Optional.empty();
  }

  /** Kills it with -9, and leaves it so until it is started. */
  public synchronized void kill() throws InterruptedException {
    wanted = false;
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }

  /** Asks it to end in order and waits for it, killing it after a while. */
  void stop(Duration within) throws IOException, InterruptedException {
    wanted = false;
    signal("-TERM");
    long deadline = System.nanoTime() + within.toNanos();
    while (isAlive() && System.nanoTime() < deadline) {
      Pause.of(LOOK_EVERY);
    }
    kill();
  }

  /** Kills it for good. */
  synchronized void end() throws InterruptedException {
    ended = true;
    kill();
  }

  /** Stops the process as it stands. */
  public void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets a stopped process go on; any other does not notice. */
  public void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  void interrupt() throws IOException, InterruptedException {
    signal("-INT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process running = process;
    if (running != null && running.isAlive()) {
      try {
        Command.run("kill", signal, Long.toString(running.pid()));
      } catch (IOException e) {
        if (running.isAlive()) {
          throw e;
        }
      }
    }
  }
}
