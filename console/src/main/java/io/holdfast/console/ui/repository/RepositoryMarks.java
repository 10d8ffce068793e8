package io.holdfast.console.ui.repository;

import io.holdfast.console.repository.RepositoryView;
import io.holdfast.console.repository.RepositoryWork;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.repository.RepositoryUsage;
import io.holdfast.schema.task.TaskState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How repositories are put into words. */
final class RepositoryMarks {

  private RepositoryMarks() {}

  /** Whether it can be worked in, by what workers found. */
  static Mark health(RepositoryView view, RepositoryWork work) {
    return switch (view.state()) {
      case NEW -> new Mark(Tone.WAITING, Texts.of("repository.state", view.state()));
      case UNAVAILABLE ->
          new Mark(
              Tone.BAD,
              Texts.of("repository.state", view.state()),
              Objects.requireNonNullElse(view.message(), ""));
      case READY ->
          work.outOfReachOf().isEmpty()
              ? new Mark(Tone.GOOD, Texts.of("repository.state", view.state()))
              : new Mark(
                  Tone.WARNING,
                  Texts.of("repository.state.partly"),
                  Texts.of(
                      "repository.out-of-reach.short", String.join(", ", work.outOfReachOf())));
    };
  }

  static Mark encryption(RepositoryView view) {
    return view.encrypted()
        ? new Mark(Tone.GOOD, Texts.of("repository.encrypted"))
        : new Mark(
            Tone.WARNING,
            Texts.of("repository.not-encrypted"),
            Texts.of("repository.not-encrypted.next"));
  }

  /** When something was last done to all of it, and that it failed or found damage if it did. */
  static Mark last(@Nullable TaskView task, Moments moments) {
    if (task == null) {
      return new Mark(Tone.WAITING, Texts.of("repository.never"));
    }
    String when = moments.ago(task.task().finishedAt());
    boolean succeeded = task.task().state() == TaskState.SUCCEEDED;
    return succeeded && !task.task().damaged()
        ? new Mark(Tone.GOOD, when, moments.exactly(task.task().finishedAt()))
        : new Mark(
            Tone.BAD,
            succeeded ? Texts.of("task.damaged") : Texts.of("repository.failed", when),
            Objects.requireNonNullElse(task.task().message(), ""));
  }

  /** What it saves, in percent of what its backups stand for; {@code –} while there is none. */
  static String saved(RepositoryUsage usage) {
    if (usage.protectedBytes() == 0) {
      return "–";
    }
    double stored = (double) usage.storedBytes() / usage.protectedBytes();
    return Texts.of("repository.percent", (int) Math.floor(100 * Math.clamp(1 - stored, 0.0, 1.0)));
  }

  /** Kind and place: {@code Directory /srv/backups}. */
  static String place(RepositoryView view) {
    return (view.driver().equals("posix") ? Texts.of("repository.driver.posix") : view.driver())
        + " "
        + view.location();
  }

  /** Where the passphrase is kept, and what changes it; empty when there is none. */
  static String keys(RepositoryView view) {
    if (!view.encrypted()) {
      return "";
    }
    String where =
        view.passphraseFile() == null
            ? Texts.of("repository.keys.database")
            : Texts.of("repository.keys.file", view.passphraseFile());
    return where + "\n" + Texts.of("repository.keys.more", view.location());
  }
}
