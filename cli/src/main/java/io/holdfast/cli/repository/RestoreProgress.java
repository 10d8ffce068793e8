package io.holdfast.cli.repository;

import io.holdfast.cli.output.Durations;
import io.holdfast.cli.output.Sizes;
import io.holdfast.engine.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows how far an offline restore is: on a terminal in place, elsewhere a line now and then. */
final class RestoreProgress implements Progress {

  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final boolean terminal;
  private final long startedAt = System.nanoTime();
  private long shownAt = startedAt;

  @SuppressWarnings("SystemConsoleNull") // It still is null where there is no terminal at all.
  RestoreProgress(PrintWriter err) {
    Console console = System.console();
    this.err = err;
    this.terminal = console != null && console.isTerminal();
  }

  @Override
  public synchronized void update(Amounts amounts) {
    long now = System.nanoTime();
    if (now - shownAt < (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
      return;
    }
    shownAt = now;
    String line = line(amounts, Duration.ofNanos(now - startedAt));
    err.print(terminal ? "\r\033[K" + line : line + "\n");
    err.flush();
  }

  /** Leaves the line free for what is said at the end. */
  synchronized void end() {
    if (terminal) {
      err.print("\r\033[K");
      err.flush();
    }
  }

  private static String line(Amounts amounts, Duration elapsed) {
    double share = (double) amounts.doneBytes() / Math.max(1, amounts.totalBytes());
    double seconds = Math.max(0.001, elapsed.toNanos() / 1e9);
    String left =
        share > 0.01
            ? "  %s left"
                .formatted(Durations.text(Duration.ofSeconds((long) (seconds / share - seconds))))
            : "";
    return "%3d %%  %s of %s  %s%s"
        .formatted(
            (int) (share * 100),
            Sizes.text(amounts.doneBytes()),
            Sizes.text(amounts.totalBytes()),
            Sizes.rate(amounts.doneBytes() / seconds),
            left);
  }
}
