package io.holdfast.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of {@code ./holdfast}, with what it printed so far. */
public final class Command implements AutoCloseable {

  private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling(".").normalize();
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

  private final Process process;
  private final StringBuilder printed = new StringBuilder();
  private final Thread reader;

  private Command(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /** Starts {@code ./holdfast} with these arguments. */
  public static Command start(String... arguments) throws IOException {
    return startBehind(List.of(), arguments);
  }

  /** Starts it behind another command, such as one that enters a network namespace. */
  static Command startBehind(List<String> prefix, String... arguments) throws IOException {
    assumeThat(ROOT.resolve("cli/target/holdfast.jar")).as("run by `mvn verify`").exists();
    List<String> command = new ArrayList<>(prefix);
    command.add(ROOT.resolve("holdfast").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("HOLDFAST_(DATA|URL|TOKEN)"));
    builder.environment().put("HOLDFAST_NO_BUILD", "1");
    // Programs that run for seconds are not worth the best code.
    builder.environment().put("HOLDFAST_PROGRAM_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    process.getOutputStream().close();
    return new Command(process);
  }

  /** Runs it to its end, which must be with this status, and returns what it printed. */
  public static String run(int status, String... arguments) throws Exception {
    try (Command command = start(arguments)) {
      assertThat(command.awaitEnd()).as(command.printed()).isEqualTo(status);
      return command.printed();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (printed) {
          printed.append(line).append('\n');
          printed.notifyAll();
        }
      }
    } catch (IOException e) {
      synchronized (printed) {
        printed.append(e).append('\n');
      }
    }
  }

  public String printed() {
    synchronized (printed) {
      return printed.toString();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Returns when it has printed this text. */
  public void awaitPrinted(String text, Duration within) throws InterruptedException {
    long startedAt = System.nanoTime();
    synchronized (printed) {
      while (printed.indexOf(text) < 0) {
        long left = within.toNanos() - (System.nanoTime() - startedAt);
        if (left <= 0 || !process.isAlive()) {
          fail("'%s' was not printed, but only:%n%s", text, printed);
        }
        printed.wait(Math.min(1000, Math.max(1, left / 1_000_000)));
      }
    }
  }

  /** What Ctrl-C sends. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(pid())).start().waitFor();
  }

  /** What nothing can be done against. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      fail("It did not end. It printed:%n%s", printed());
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      process.destroy();
      if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
