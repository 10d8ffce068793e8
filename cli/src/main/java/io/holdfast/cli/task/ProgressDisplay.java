package io.holdfast.cli.task;

import io.holdfast.cli.api.Task;
import io.holdfast.cli.output.Durations;
import io.holdfast.cli.output.Sizes;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows a task's progress: a bar that moves on a terminal, a line now and then elsewhere. */
public final class ProgressDisplay {

  private static final int BAR = 24;
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;
  private boolean barShown;
  private long lineAt;
  private @Nullable String lineFor;

  ProgressDisplay(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A display that moves if a person looks at it. */
  @SuppressWarnings("SystemConsoleNull") // It still is null where there is no terminal at all.
  public static ProgressDisplay on(PrintWriter out) {
    Console console = System.console();
    return new ProgressDisplay(out, console != null && console.isTerminal());
  }

  /** Shows where the task is. */
  public synchronized void show(Task task) {
    if (terminal) {
      out.print("\r\033[K" + line(task));
      out.flush();
      barShown = true;
      return;
    }
    String phase = task.state() + task.stage();
    if (!Objects.equals(phase, lineFor) || System.nanoTime() - lineAt >= LINE_EVERY.toNanos()) {
      out.println(line(task));
      out.flush();
      lineFor = phase;
      lineAt = System.nanoTime();
    }
  }

  /** Leaves the bar as it stands. */
  public synchronized void end() {
    if (barShown) {
      out.println();
      out.flush();
      barShown = false;
    }
  }

  /** A sentence on a line of its own. */
  public synchronized void remark(String text) {
    end();
    out.println(text);
    out.flush();
  }

  static String line(Task task) {
    StringBuilder line = new StringBuilder(task.kind()).append(' ');
    long total = task.bytesTotal() == null ? 0 : task.bytesTotal();
    long done = task.bytesDone() == null ? 0 : task.bytesDone();
    if (total > 0 && !"queued".equals(task.state())) {
      double share = Math.clamp((double) done / total, 0, 1);
      int filled = (int) (share * BAR);
      line.append('[')
          .append("#".repeat(filled))
          .append(".".repeat(BAR - filled))
          .append(
              "] %3d %%  %s of %s"
                  .formatted((int) (share * 100), Sizes.text(done), Sizes.text(total)));
    }
    if ("running".equals(task.state())) {
      if (task.bytesPerSecond() != null && task.bytesPerSecond() > 0) {
        line.append("  ").append(Sizes.rate(task.bytesPerSecond()));
      }
      if (task.secondsLeft() != null) {
        line.append("  ")
            .append(Durations.text(Duration.ofSeconds(task.secondsLeft())))
            .append(" left");
      }
      line.append("  ").append(task.stage() == null ? "running" : task.stage());
      if (task.host() != null) {
        line.append(" on ").append(task.host());
      }
    } else {
      line.append("  ").append(task.state());
    }
    return line.toString().replaceAll("\\p{Cntrl}", " ").replaceAll(" {3,}", "  ");
  }
}
