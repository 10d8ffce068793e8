package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.worker.WorkerMarks;
import io.holdfast.console.ui.worker.WorkersView;
import io.holdfast.console.worker.WorkerView;
import java.util.List;

/** Who works, and how busy each is. */
final class WorkerLines extends Drawn<List<WorkerLines.Line>> {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 8;

  /** What one line says. */
  record Line(String host, String load, Mark standing) {

    private static Line of(WorkerView worker) {
      return new Line(
          worker.node().host(),
          Texts.of("worker.slots.used", WorkerMarks.load(worker)),
          WorkerMarks.standing(worker));
    }
  }

  WorkerLines(Signal<OverviewReader.Shown> now) {
    super(now.map(shown -> shown.workers().stream().map(Line::of).toList()));
  }

  @Override
  protected void draw(List<Line> workers) {
    if (workers.isEmpty()) {
      Span none = new Span(Texts.of("overview.workers.none"));
      none.addClassName("quiet");
      add(none, new RouterLink(Texts.of("worker.add"), WorkersView.class));
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    workers.stream().limit(MOST).forEach(worker -> list.add(line(worker)));
    add(list);
    if (workers.size() > MOST) {
      add(new RouterLink(Texts.of("overview.more", workers.size() - MOST), WorkersView.class));
    }
  }

  private static ListItem line(Line worker) {
    RouterLink host =
        new RouterLink(worker.host(), WorkersView.class, new RouteParameters("id", worker.host()));
    host.addClassName("cell-main");
    Span load = new Span(worker.load());
    load.addClassName("cell-more");
    Div text = new Div(host, load);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text, worker.standing().badge());
    line.addClassName("line");
    return line;
  }
}
