package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.CapacityTrend;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Page;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.backup.BackupDialogs;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether everything is protected, what runs, and what needs somebody. */
@Route("")
@RouteAlias("overview")
@PermitAll
public class OverviewView extends Page {

  private static final long serialVersionUID = 1L;

  private final transient OverviewReader reader;
  private final transient ValueSignal<OverviewReader.Shown> shown;
  private final TaskBoard running;

  /** {@code null} for those who see only their project. */
  private final transient @Nullable ValueSignal<History> history;

  public OverviewView(
      OverviewReader reader, TasksService tasks, BackupDialogs dialogs, LiveUpdates live) {
    super(live, Texts.of("overview.title"));
    this.reader = reader;
    this.shown = new ValueSignal<>(reader.read(caller()));
    this.running = new TaskBoard(caller(), tasks);
    addClassName("overview");
    Signal<OverviewReader.Shown> now = shown;
    history = caller().seesInstallation() ? new ValueSignal<>(reader.history(caller())) : null;
    add(notEncrypted(), new Headline(now), lists(now, dialogs), charts(now));
  }

  private Div lists(Signal<OverviewReader.Shown> now, BackupDialogs dialogs) {
    Div panels =
        new Div(
            new Panel(
                "overview.unprotected", new UnprotectedVolumes(now, caller(), moments(), dialogs)),
            new Panel("overview.failures", new Failures(now, moments())),
            running());
    if (caller().seesInstallation()) {
      panels.add(new Panel("overview.workers", new WorkerLines(now)));
    }
    panels.addClassNames("panels", "panels-lists");
    return panels;
  }

  private Div charts(Signal<OverviewReader.Shown> now) {
    Div panels = new Div(new Panel("overview.days", new DaysChart(now)));
    Div storage = new Div(new StorageFigures(now));
    storage.addClassName("panel-stack");
    if (history != null) {
      storage.add(
          new Filling(history), new CapacityTrend(history.map(History::capacity), moments()));
      panels.add(new Panel("overview.throughput", new ThroughputPicture(history, moments())));
    }
    panels.add(new Panel("overview.storage", storage));
    panels.addClassNames("panels", "panels-charts");
    return panels;
  }

  private Notice notEncrypted() {
    Notice notice = Notice.of(Tone.WARNING, "", Texts.of("repository.not-encrypted.next"));
    notice.setTestId("not-encrypted");
    Signal.effect(
        notice,
        () -> {
          List<String> names = shown.get().unencrypted();
          notice.setVisible(!names.isEmpty());
          notice.say(
              Texts.of("overview.not-encrypted", names.size(), String.join(", ", names)),
              Texts.of("repository.not-encrypted.next"));
        });
    return notice;
  }

  private Panel running() {
    Div none = new Div(Texts.of("overview.running.none"));
    none.addClassName("quiet");
    none.bindVisible(shown.map(it -> it.active().isEmpty()));
    return new Panel("overview.running", new Div(running, none));
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    Signal.effect(this, () -> running.show(shown.get().active()));
  }

  @Override
  protected void changed(Changes changes) {
    // Read once a minute, not with each change: the past does not change faster.
    if (history != null && changes.touch(ChangedTable.THROUGHPUT_SAMPLE)) {
      history.set(reader.history(caller()));
    }
    if (changes.touch(
        ChangedTable.VOLUME,
        ChangedTable.BACKUP,
        ChangedTable.TASK,
        ChangedTable.NODE,
        ChangedTable.REPOSITORY,
        ChangedTable.POLICY,
        ChangedTable.TROUBLE)) {
      shown.set(reader.read(caller()));
    }
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    running.progressed(progress);
  }
}
