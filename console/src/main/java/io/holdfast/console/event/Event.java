package io.holdfast.console.event;

import io.holdfast.console.task.TaskView;
import io.holdfast.schema.audit.AuditEntry;
import java.time.Instant;
import java.util.Objects;

/** Something that happened to a backup or a volume. */
public sealed interface Event {

  /** When it happened; of a task, when it ended. */
  Instant at();

  /** A task came to its end, well or not. */
  record Ended(TaskView view) implements Event {
    @Override
    public Instant at() {
      return Objects.requireNonNull(view.task().finishedAt());
    }
  }

  /** Somebody asked for something. */
  record Asked(AuditEntry entry) implements Event {
    @Override
    public Instant at() {
      return entry.at();
    }
  }
}
