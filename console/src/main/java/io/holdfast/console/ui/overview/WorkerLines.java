package io.holdfast.console.ui.overview;

import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.worker.WorkerMarks;
import io.holdfast.console.ui.worker.WorkersView;
import io.holdfast.console.worker.WorkerView;
import java.util.Map;

/** Who works, and how busy each is. */
final class WorkerLines extends Lines<WorkerView> {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 8;

  WorkerLines(Signal<OverviewReader.Shown> now) {
    super(
        now.map(shown -> shown.workers().stream().limit(MOST).toList()),
        worker -> worker.node().host(),
        none(Texts.of("overview.workers.none")),
        new RouterLink(Texts.of("worker.add"), WorkersView.class));
    add(new MoreLink(now.map(shown -> shown.workers().size() - MOST), WorkersView.class, Map.of()));
  }

  @Override
  protected Line<WorkerView> line(Signal<WorkerView> worker) {
    return new Line<>(worker)
        .link(it -> it.node().host(), WorkersView.class, worker.peek().node().host())
        .more(it -> Texts.of("worker.slots.used", WorkerMarks.load(it)))
        .mark(WorkerMarks::standing);
  }
}
