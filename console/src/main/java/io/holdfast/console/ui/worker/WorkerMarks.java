package io.holdfast.console.ui.worker;

import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.worker.WorkerView;
import java.util.Objects;

/** How a worker's standing looks. */
public final class WorkerMarks {

  private WorkerMarks() {}

  public static Mark standing(WorkerView worker) {
    Tone tone =
        switch (worker.standing()) {
          case UP -> Tone.GOOD;
          case DRAINING -> Tone.WAITING;
          case LOST -> Tone.BAD;
          case DOWN -> Tone.QUIET;
        };
    return new Mark(
        tone,
        Texts.of("worker.standing", worker.standing()),
        Objects.requireNonNullElse(worker.node().closedReason(), ""));
  }

  /** {@code 1 of 2}. */
  public static String load(WorkerView worker) {
    return worker.standing() == WorkerView.Standing.DOWN
        ? "–"
        : Texts.of("worker.load", worker.running().size(), worker.node().slots());
  }
}
