package io.holdfast.console.ui.activity;

import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.event.Event;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.task.TaskMarks;
import io.holdfast.console.ui.task.TasksView;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** What happened to one thing, one line each, and the way to all of it. */
public final class EventList extends Lines<Event> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  /**
   * A list that follows a signal.
   *
   * @param subject the id of what it happened to
   */
  public EventList(Signal<List<Event>> events, UUID subject, Moments moments) {
    // What has happened stays as it is: one that is told otherwise is another.
    super(events, Function.identity());
    this.moments = moments;
    setTestId("events");
    RouterLink all = new RouterLink(Texts.of("activity.same-subject"), ActivityView.class);
    all.setQueryParameters(QueryParameters.simple(Map.of("q", subject.toString())));
    add(all);
  }

  @Override
  protected Line<Event> line(Signal<Event> event) {
    return switch (event.peek()) {
      case Event.Ended(TaskView view) -> line(event, view);
      case Event.Asked(AuditEntry entry) -> line(event, entry);
    };
  }

  private Line<Event> line(Signal<Event> event, TaskView view) {
    Task task = view.task();
    List<String> more = new ArrayList<>();
    more.add(moments.date(Objects.requireNonNull(task.finishedAt())));
    if (task.host() != null) {
      more.add(Texts.of("task.on", task.host()));
    }
    if (task.startedAt() != null) {
      more.add(Texts.of("task.took", moments.between(task.startedAt(), task.finishedAt())));
    }
    if (task.attempt() > 1) {
      more.add(Texts.of("events.attempts", task.attempt()));
    }
    if (task.message() != null) {
      more.add(Sentences.of(task.message()));
    }
    return new Line<>(event)
        .link(_ -> TaskMarks.title(task), TasksView.class, task.id())
        .more(_ -> String.join(" · ", more), _ -> moments.exactly(task.finishedAt()))
        .mark(_ -> TaskMarks.state(view));
  }

  private Line<Event> line(Signal<Event> event, AuditEntry entry) {
    return new Line<>(event)
        .link(_ -> ActivityMarks.action(entry.action()), ActivityView.class, entry.id())
        .more(
            _ -> moments.date(entry.at()) + " · " + Texts.of("events.by", entry.actor()),
            _ -> moments.exactly(entry.at()))
        .mark(_ -> ActivityMarks.outcome(entry));
  }
}
