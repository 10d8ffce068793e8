package io.holdfast.console.ui.activity;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.event.Event;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Mark;
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
import org.jspecify.annotations.Nullable;

/** What happened to one thing, one line each, and the way to all of it. */
public final class EventList extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;
  private final UnorderedList lines = new UnorderedList();
  private transient @Nullable List<Event> shown;

  /**
   * A list that follows a signal.
   *
   * @param subject the id of what it happened to
   */
  public EventList(Signal<List<Event>> events, UUID subject, Moments moments) {
    this.moments = moments;
    setTestId("events");
    lines.addClassName("lines");
    RouterLink all = new RouterLink(Texts.of("activity.same-subject"), ActivityView.class);
    all.setQueryParameters(QueryParameters.simple(Map.of("q", subject.toString())));
    add(lines, all);
    Signal.effect(this, () -> show(events.get()));
  }

  private void show(List<Event> now) {
    // The page is read again with every change around it, and each minute: as no line says how long
    // ago something was, what is the same stays.
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    lines.removeAll();
    for (Event event : now) {
      lines.add(
          switch (event) {
            case Event.Ended(TaskView view) -> line(view);
            case Event.Asked(AuditEntry entry) -> line(entry);
          });
    }
  }

  private ListItem line(TaskView view) {
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
    RouterLink title =
        new RouterLink(
            TaskMarks.title(task),
            TasksView.class,
            new RouteParameters("id", task.id().toString()));
    return line(title, more, moments.exactly(task.finishedAt()), TaskMarks.state(view));
  }

  private ListItem line(AuditEntry entry) {
    RouterLink title =
        new RouterLink(
            ActivityMarks.action(entry.action()),
            ActivityView.class,
            new RouteParameters("id", String.valueOf(entry.id())));
    List<String> more = List.of(moments.date(entry.at()), Texts.of("events.by", entry.actor()));
    return line(title, more, moments.exactly(entry.at()), ActivityMarks.outcome(entry));
  }

  private static ListItem line(RouterLink title, List<String> more, String exactly, Mark mark) {
    title.addClassName("cell-main");
    Span words = new Span(String.join(" · ", more));
    words.addClassName("cell-more");
    words.getElement().setAttribute("title", exactly);
    Div text = new Div(title, words);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text, mark.badge());
    line.addClassName("line");
    return line;
  }
}
