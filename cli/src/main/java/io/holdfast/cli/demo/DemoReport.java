package io.holdfast.cli.demo;

import io.holdfast.cli.api.Task;
import io.holdfast.cli.output.Durations;
import io.holdfast.cli.output.Sizes;
import io.holdfast.cli.output.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was done and whether it held. */
final class DemoReport {

  private static final String NONE = "";

  private final Table table =
      new Table("WHAT", "VOLUME", "SIZE>", "READ>", "STORED>", "TIME>", "SPEED>", "RESULT");
  private final List<String> broken = new ArrayList<>();

  /** A task that moved data. */
  void moved(
      String what, String volume, long sizeBytes, long movedBytes, long storedBytes, Task task) {
    Duration time = took(task);
    double seconds = Math.max(time.toMillis(), 1) / 1000.0;
    table.row(
        what,
        volume,
        Sizes.text(sizeBytes),
        Sizes.text(movedBytes),
        storedBytes < 0 ? NONE : Sizes.text(storedBytes),
        Durations.text(time),
        Sizes.rate(movedBytes / seconds),
        result(what, volume, task));
  }

  /** A task of which only its end matters. */
  void ended(String what, String volume, Task task) {
    table.row(
        what,
        volume,
        NONE,
        NONE,
        NONE,
        Durations.text(took(task)),
        NONE,
        result(what, volume, task));
  }

  /** Something that is either as it must be or not. */
  void checked(String what, String volume, Duration time, boolean holds, String found) {
    if (!holds) {
      broken.add(what + ", " + volume + ": " + found);
    }
    table.row(what, volume, NONE, NONE, NONE, Durations.text(time), NONE, found);
  }

  boolean allHeld() {
    return broken.isEmpty();
  }

  String text() {
    String verdict =
        allHeld()
            ? "All of it held.\n"
            : "Not all of it held:\n  " + String.join("\n  ", broken) + "\n";
    return "\n" + table.text() + "\n" + verdict;
  }

  private String result(String what, String volume, Task task) {
    if (task.state().equals("succeeded")) {
      return "done";
    }
    String found = task.state() + (task.message() == null ? "" : ": " + task.message());
    broken.add(what + ", " + volume + ": " + found);
    return found;
  }

  private static Duration took(Task task) {
    return task.startedAt() == null || task.finishedAt() == null
        ? Duration.ZERO
        : Duration.between(task.startedAt(), task.finishedAt());
  }
}
