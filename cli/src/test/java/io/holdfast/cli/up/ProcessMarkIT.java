package io.holdfast.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessMarkIT {

  private static final String UNIQUE = "--holdfast.ready-file=/some/where/of/this-test.ready";

  private Process process;

  @BeforeEach
  void start() throws IOException {
    process = new ProcessBuilder("sh", "-c", "read line", "x", UNIQUE).start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly().onExit().join();
  }

  @Test
  void recognises_the_process_that_it_marked() {
    assertThat(ProcessMark.of(process.toHandle(), UNIQUE).running())
        .map(ProcessHandle::pid)
        .hasValue(process.pid());
  }

  @Test
  void another_process_with_the_same_number_is_not_it() {
    ProcessMark mark = ProcessMark.of(process.toHandle(), UNIQUE);

    assertThat(new ProcessMark(mark.pid(), mark.startedAt() - 1, UNIQUE).running()).isEmpty();
    assertThat(new ProcessMark(mark.pid(), mark.startedAt(), "other.ready").running()).isEmpty();
  }

  @Test
  void an_ended_process_does_not_run() {
    ProcessMark mark = ProcessMark.of(process.toHandle(), UNIQUE);
    process.destroyForcibly().onExit().join();

    assertThat(mark.running()).isEmpty();
  }

  @Test
  void a_zombie_does_not_run() throws IOException, InterruptedException {
    // The inner shell ends at once, and its parent, which became sleep, never waits for it.
    Process parent =
        new ProcessBuilder("sh", "-c", "sh -c 'exit 0' & echo $!; exec sleep 60").start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine().strip());
      ProcessHandle.of(pid).ifPresent(zombie -> await().until(() -> !ProcessMark.isAlive(zombie)));
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }
}
