package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.output.Pause;
import io.holdfast.cli.program.ClassArchive;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One process of a program, from its start to its end. Used by one thread at a time. */
final class Child {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ChildPlan plan;
  private final Path run;
  private final Path readyFile;
  private final LogFile log;
  private volatile @Nullable Process process;

  Child(ChildPlan plan, DataDirectory data) {
    this.plan = plan;
    this.run = data.run();
    this.readyFile = data.run().resolve(plan.name() + ".ready");
    this.log = new LogFile(data.logs().resolve(plan.name() + ".log"));
  }

  String name() {
    return plan.name();
  }

  LogFile log() {
    return log;
  }

  /** So that the next start does not depend on it. */
  void deleteClassArchive() throws IOException {
    ClassArchive.delete(plan.command());
  }

  /** Starts the process and writes down which one it is. */
  void start() throws IOException {
    Files.deleteIfExists(readyFile);
    log.markStart();
    String readyOption = "--holdfast.ready-file=" + readyFile;
    List<String> command = new ArrayList<>();
    // In a session of its own it does not get the terminal's Ctrl-C: the supervisor ends it in
    // order.
    Session.OWN.ifPresent(command::add);
    command.addAll(plan.command());
    command.add(readyOption);
    command.add("--holdfast.parent-pid=" + ProcessHandle.current().pid());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("HOLDFAST_TOKEN", "HOLDFAST_URL"));
    builder.environment().putAll(plan.secrets());
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.path().toFile()));
    Process started = builder.start();
    started.getOutputStream().close();
    process = started;
    new ChildRecord(plan.name(), plan.program(), ProcessMark.of(started.toHandle(), readyOption))
        .write(run);
  }

  /** What the process said when it was ready; empty when it ended before that. */
  Optional<JsonNode> awaitReady() throws InterruptedException, IOException {
    while (isAlive()) {
      if (Files.exists(readyFile)) {
        try {
          return Optional.of(JSON.readTree(Files.readAllBytes(readyFile)));
        } catch (JacksonException e) {
          throw new IOException(readyFile + " makes no sense: " + e.getMessage(), e);
        }
      }
      Pause.of(LOOK_EVERY);
    }
    return Optional.empty();
  }

  /** Waits for the end and forgets the process. */
  int awaitEnd() throws InterruptedException, IOException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException(plan.name() + " was never started");
    }
    int status = running.waitFor();
    ChildRecord.delete(run, plan.name());
    Files.deleteIfExists(readyFile);
    return status;
  }

  boolean isAlive() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /**
   * Ends the process in order, or not in order when it takes too long. May be called at any time.
   */
  void stop(Narration narration) throws InterruptedException {
    Process running = process;
    if (running != null && running.isAlive()) {
      Ending.end(plan.name(), running.toHandle(), ChildPlan.stopWithin(plan.program()), narration);
    }
  }

  /** The command that starts another one in a session of its own. */
  private static final class Session {
    private static final Optional<String> OWN =
        List.of("/usr/bin/setsid", "/bin/setsid").stream()
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();
  }
}
