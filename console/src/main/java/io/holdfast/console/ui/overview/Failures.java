package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.ui.Drawn;
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
import org.jspecify.annotations.Nullable;

/** What is still wrong with the installation, what failed within the last day, and why. */
final class Failures extends Drawn<Failures.Failed> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  /**
   * What is still wrong, and the failed tasks that are named, of how many.
   *
   * @param count of all failed tasks
   */
  record Failed(List<Trouble> lasting, List<TaskView> tasks, int count) {}

  Failures(Signal<OverviewReader.Shown> now, Moments moments) {
    super(
        now.map(
            shown -> new Failed(shown.lasting(), shown.failures(), shown.figures().failedTasks())));
    this.moments = moments;
  }

  @Override
  protected void draw(Failed shown) {
    if (shown.tasks().isEmpty() && shown.lasting().isEmpty()) {
      Span none = new Span(Texts.of("overview.failures.none"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    shown.lasting().forEach(trouble -> list.add(line(trouble)));
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
    return line(
        "tasks/" + view.task().id(),
        TaskMarks.title(view.task()),
        view.task().finishedAt(),
        Sentences.of(view.task().message()));
  }

  private ListItem line(Trouble trouble) {
    return line(
        TroubleWords.address(trouble),
        TroubleWords.what(trouble),
        trouble.beganAt(),
        TroubleWords.why(trouble));
  }

  private ListItem line(String address, String what, @Nullable Instant at, String reason) {
    Anchor title = new Anchor(address, what);
    title.addClassName("cell-main");
    Span when = new Span(moments.ago(at));
    when.addClassName("cell-more");
    when.getElement().setAttribute("title", moments.exactly(at));
    Span why = new Span(reason);
    why.addClassName("reason");
    Span icon = Tone.BAD.icon().create();
    Div text = new Div(new Div(title, when), why);
    text.addClassName("failure");
    ListItem line = new ListItem(icon, text);
    line.addClassNames("line", Tone.BAD.className());
    return line;
  }
}
