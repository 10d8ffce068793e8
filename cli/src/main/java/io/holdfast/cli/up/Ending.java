package io.holdfast.cli.up;

import io.holdfast.cli.output.Durations;
import io.holdfast.cli.output.Pause;
import java.time.Duration;

/** Ends a process: asks it first, and after a deadline no longer asks. */
final class Ending {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Ending() {}

  /** Returns when the process is gone. */
  static void end(String name, ProcessHandle process, Duration within, Narration narration)
      throws InterruptedException {
    process.destroy();
    if (!gone(process, within)) {
      narration.say(
          name,
          "did not end within "
              + Durations.text(within)
              + " and was killed (pid "
              + process.pid()
              + ")");
      process.destroyForcibly();
      gone(process, within);
    }
  }

  /** Whether the process is gone, waiting at most so long for it. */
  static boolean gone(ProcessHandle process, Duration within) throws InterruptedException {
    long startedAt = System.nanoTime();
    while (ProcessMark.isAlive(process)) {
      if (System.nanoTime() - startedAt > within.toNanos()) {
        return false;
      }
      Pause.of(LOOK_EVERY);
    }
    return true;
  }
}
