package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
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

/** What failed within the last day, and why. */
final class Failures extends Drawn<List<TaskView>> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  Failures(Signal<OverviewReader.Shown> now, Moments moments) {
    super(now.map(OverviewReader.Shown::failures));
    this.moments = moments;
  }

  @Override
  protected void draw(List<TaskView> failures) {
    if (failures.isEmpty()) {
      Span none = new Span(Texts.of("overview.failures.none"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    failures.forEach(view -> list.add(line(view)));
    add(list);
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
