package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.task.TaskMarks;
import io.holdfast.console.ui.task.TasksView;
import java.util.List;
import java.util.Map;

/** What failed within the last day, and why. */
final class Failures extends Drawn<Failures.Failed> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  /**
   * The tasks that are named, and of how many.
   *
   * @param count of all
   */
  record Failed(List<TaskView> tasks, int count) {}

  Failures(Signal<OverviewReader.Shown> now, Moments moments) {
    super(now.map(shown -> new Failed(shown.failures(), shown.figures().failedTasks())));
    this.moments = moments;
  }

  @Override
  protected void draw(Failed shown) {
    if (shown.tasks().isEmpty()) {
      Span none = new Span(Texts.of("overview.failures.none"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    shown.tasks().forEach(view -> list.add(line(view)));
    add(list);
    int more = shown.count() - shown.tasks().size();
    if (more > 0) {
      RouterLink all = new RouterLink(Texts.of("overview.more", more), TasksView.class);
      all.setQueryParameters(QueryParameters.simple(Map.of("state", "failed", "ended", "day")));
      all.setTestId("more-failures");
      add(all);
    }
  }

  private ListItem line(TaskView view) {
    RouterLink title =
        new RouterLink(
            TaskMarks.title(view.task()),
            TasksView.class,
            new RouteParameters("id", view.task().id().toString()));
    title.addClassName("cell-main");
    Span when = new Span(moments.ago(view.task().finishedAt()));
    when.addClassName("cell-more");
    when.getElement().setAttribute("title", moments.exactly(view.task().finishedAt()));
    Span why = new Span(Sentences.of(view.task().message()));
    why.addClassName("reason");
    Span icon = Tone.BAD.icon().create();
    Div text = new Div(new Div(title, when), why);
    text.addClassName("failure");
    ListItem line = new ListItem(icon, text);
    line.addClassNames("line", Tone.BAD.className());
    return line;
  }
}
