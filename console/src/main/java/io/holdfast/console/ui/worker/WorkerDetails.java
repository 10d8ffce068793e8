package io.holdfast.console.ui.worker;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.console.worker.WorkerView;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.node.NodeState;
import java.util.List;

/** One worker: how it is, what it runs, and draining it. */
final class WorkerDetails extends Details<WorkerView> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient WorkersService workers;
  private final TaskBoard running;

  WorkerDetails(
      String host, Caller caller, Moments moments, WorkersService workers, TasksService tasks) {
    super(Texts.of("worker.details"), () -> workers.get(caller, host));
    this.caller = caller;
    this.moments = moments;
    this.workers = workers;
    this.running = new TaskBoard(caller, tasks);
    load();
  }

  @Override
  protected String titleOf(WorkerView now) {
    return now.node().host();
  }

  @Override
  protected void build(Signal<WorkerView> now) {
    if (caller.role() == Role.ADMINISTRATOR || caller.role() == Role.OPERATOR) {
      actions(now);
    }
    Signal.effect(this, () -> running.show(now.get().running()));
    add(running);
    addSection(
        Texts.of("common.facts"),
        new Facts<>(now, moments)
            .mark(Texts.of("worker.standing"), WorkerMarks::standing)
            .text(Texts.of("worker.slots"), WorkerMarks::load)
            .text(Texts.of("worker.zone"), it -> it.node().availabilityZone())
            .text(Texts.of("worker.version"), it -> it.node().version())
            .text(Texts.of("worker.address"), it -> it.node().address())
            .moment(Texts.of("worker.since"), it -> it.node().startedAt())
            .text(
                Texts.of("worker.lease"),
                it ->
                    it.node().state() == NodeState.CLOSED
                        ? null
                        : Texts.of(
                            it.node().leaseValid() ? "worker.lease.valid" : "worker.lease.lost"))
            .moment(Texts.of("worker.ended"), it -> it.node().closedAt())
            .sentence(Texts.of("worker.ended-why"), it -> it.node().closedReason())
            .code(Texts.of("worker.incarnation"), it -> it.node().incarnation().toString()));
  }

  private void actions(Signal<WorkerView> now) {
    Button drain = addAction("worker.drain", Icon.PAUSE, it -> {});
    drain.setTooltipText(Texts.of("worker.drain.help"));
    drain.addClickListener(click -> {
      String host = now().node().host();
      run(
          drain,
          () -> workers.drain(caller, host),
          it -> Toast.done(Texts.of("worker.drain.done", host)));
    });
    drain.bindVisible(now.map(it -> it.node().state() == NodeState.UP));
    Button undrain = addAction("worker.undrain", Icon.PLAY, it -> {});
    undrain.addClickListener(click -> {
      String host = now().node().host();
      run(
          undrain,
          () -> workers.undrain(caller, host),
          it -> Toast.done(Texts.of("worker.undrain.done", host)));
    });
    undrain.bindVisible(now.map(it -> it.node().state() == NodeState.DRAINING));
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(ChangedTable.NODE, ChangedTable.TASK);
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    running.progressed(progress);
  }
}
