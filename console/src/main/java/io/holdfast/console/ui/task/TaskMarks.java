package io.holdfast.console.ui.task;

import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How tasks are put into words. */
public final class TaskMarks {

  private TaskMarks() {}

  public static Mark state(TaskView view) {
    Task task = view.task();
    if (view.cancelling()) {
      return new Mark(Tone.WAITING, Texts.of("task.cancelling"));
    }
    if (task.state() == TaskState.SUCCEEDED && task.damaged()) {
      return new Mark(
          Tone.BAD, Texts.of("task.damaged"), Objects.requireNonNullElse(task.message(), ""));
    }
    Tone tone =
        switch (task.state()) {
          case QUEUED -> Tone.WAITING;
          case RUNNING -> Tone.BUSY;
          case SUCCEEDED -> Tone.GOOD;
          case FAILED -> Tone.BAD;
          case CANCELLED -> Tone.QUIET;
        };
    return new Mark(
        tone, Texts.of("task.state", task.state()), Objects.requireNonNullElse(task.message(), ""));
  }

  /** What it does, on what: {@code Back up database-1}. */
  public static String title(Task task) {
    String kind = Texts.of("task.kind", task.kind());
    String subject = subject(task);
    return subject.isEmpty() ? kind : Texts.of("task.title-of", kind, subject);
  }

  private static String subject(Task task) {
    String volume = Objects.requireNonNullElse(task.volumeName(), "");
    String backup = Objects.requireNonNullElse(task.backupName(), "");
    return switch (task.kind()) {
      case BACKUP, RESTORE -> volume;
      case DELETE, VERIFY -> backup.isEmpty() ? volume : backup;
      case RECLAIM, VERIFY_REPOSITORY, REINDEX -> "";
    };
  }

  /** Before or behind which others it goes: {@code 5 (usual)}. */
  static String priority(int priority, TaskKind kind) {
    return priority == kind.usualPriority()
        ? Texts.of("task.priority.usual", priority)
        : String.valueOf(priority);
  }

  /** How far it is: {@code 42 % · 120 MiB/s · 2 minutes left · reading}. */
  public static String progress(TaskView view) {
    List<String> parts = new ArrayList<>();
    if (view.task().state() == TaskState.QUEUED) {
      return view.task().message() == null
          ? Texts.of("task.waiting")
          : Sentences.of(view.task().message());
    }
    Double fraction = view.fraction();
    if (fraction != null) {
      parts.add((int) Math.floor(fraction * 100) + " %");
    }
    Long total = view.bytesTotal();
    if (total != null && total > 0) {
      parts.add(Texts.of("task.of", Sizes.shortly(view.bytesDone()), Sizes.shortly(total)));
    }
    if (view.bytesPerSecond() != null && view.bytesPerSecond() > 0) {
      parts.add(Sizes.speed(view.bytesPerSecond()));
    }
    if (view.secondsLeft() != null) {
      parts.add(Texts.of("task.left", Moments.lasting(Duration.ofSeconds(view.secondsLeft()))));
    }
    if (view.stage() != null) {
      parts.add(stage(view.stage()));
    }
    return String.join(" · ", parts);
  }

  /** A word of the worker; one of a newer version is shown as it came. */
  static String stage(String word) {
    String key = "task.stage." + word;
    String text = Texts.of(key);
    return text.equals(key) ? Sentences.of(word) : text;
  }
}
