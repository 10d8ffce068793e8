package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.TroubleWords;
import io.holdfast.console.ui.task.TaskMarks;
import io.holdfast.console.ui.task.TasksView;
import io.holdfast.schema.notification.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is still wrong with the installation, what failed within the last day, and why. */
final class Failures extends Lines<Failures.Failure> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  /**
   * A trouble that lasts, or a task that failed.
   *
   * @param address of the page of what it happened to
   */
  record Failure(UUID id, String address, String what, @Nullable Instant at, String why) {

    private static Failure of(Trouble trouble) {
      return new Failure(
          trouble.id(),
          TroubleWords.address(trouble),
          TroubleWords.what(trouble),
          trouble.beganAt(),
          TroubleWords.why(trouble));
    }

    private static Failure of(TaskView view) {
      return new Failure(
          view.task().id(),
          "tasks/" + view.task().id(),
          TaskMarks.title(view.task()),
          view.task().finishedAt(),
          Sentences.of(view.task().message()));
    }
  }

  Failures(Signal<OverviewReader.Shown> now, Moments moments) {
    super(now.map(Failures::all), Failure::id, none(Texts.of("overview.failures.none")));
    this.moments = moments;
    MoreLink more =
        new MoreLink(
            now.map(it -> it.figures().failedTasks() - it.failures().size()),
            TasksView.class,
            Map.of("state", "failed", "ended", "day"));
    more.setTestId("more-failures");
    add(more);
  }

  private static List<Failure> all(OverviewReader.Shown shown) {
    return Stream.concat(
            shown.lasting().stream().map(Failure::of), shown.failures().stream().map(Failure::of))
        .toList();
  }

  @Override
  protected ListItem line(Signal<Failure> failure) {
    Anchor title = new Anchor(failure.peek().address(), Signal.cached(failure.map(Failure::what)));
    title.addClassName("cell-main");
    Span when = new Span(Signal.cached(failure.map(it -> moments.ago(it.at()))));
    when.addClassName("cell-more");
    when.getElement().bindAttribute("title", failure.map(it -> moments.exactly(it.at())));
    Span why = new Span(Signal.cached(failure.map(Failure::why)));
    why.addClassName("reason");
    Div text = new Div(new Div(title, when), why);
    text.addClassName("failure");
    ListItem line = new ListItem(Tone.BAD.icon().create(), text);
    line.addClassNames("line", Tone.BAD.className());
    return line;
  }
}
