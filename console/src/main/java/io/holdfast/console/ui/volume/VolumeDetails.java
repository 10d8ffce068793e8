package io.holdfast.console.ui.volume;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.event.Event;
import io.holdfast.console.event.EventsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.activity.EventList;
import io.holdfast.console.ui.backup.BackupBrowser;
import io.holdfast.console.ui.backup.BackupDialogs;
import io.holdfast.console.ui.backup.BackupHistory;
import io.holdfast.console.ui.backup.BackupLink;
import io.holdfast.console.ui.backup.BackupsView;
import io.holdfast.console.ui.policy.CoveringPolicies;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.console.volume.SnapshotsService;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** One volume: what it is, how it is protected, its snapshots, and all that can be done with it. */
final class VolumeDetails extends Details<VolumeDetails.Shown> {

  private static final long serialVersionUID = 1L;
  private static final int NEWEST = 5;

  /** What the details ask. */
  @Component
  record Services(
      VolumesService volumes,
      SnapshotsService snapshots,
      BackupsService backups,
      TasksService tasks,
      PoliciesService policies,
      EventsService events,
      VolumeDialogs dialogs,
      BackupDialogs backupDialogs) {}

  /** A volume with what belongs to it. */
  record Shown(
      Volume volume,
      List<Snapshot> snapshots,
      List<Backup> backups,
      List<TaskView> tasks,
      List<PolicyView> policies,
      List<Event> events) {}

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient Services services;
  private final TaskBoard running;
  private transient List<Backup> browsed = List.of();

  VolumeDetails(String id, Caller caller, Moments moments, Services services) {
    super(Texts.of("volume.details"), () -> read(id, caller, services));
    this.caller = caller;
    this.moments = moments;
    this.services = services;
    this.running = new TaskBoard(caller, services.tasks());
    load();
  }

  private static Shown read(String text, Caller caller, Services services) {
    UUID id = Ids.parse("volume", text);
    Volume volume = services.volumes().get(caller, id);
    return new Shown(
        volume,
        services.snapshots().ofVolume(caller, id, Slice.first(100)),
        services
            .backups()
            .list(
                caller,
                BackupFilter.all().ofVolume(id),
                Order.descending(BackupSort.CREATED),
                Slice.first(NEWEST)),
        services
            .tasks()
            .list(
                caller,
                TaskFilter.all().ofVolume(id).inState(TaskState.QUEUED, TaskState.RUNNING),
                Order.descending(TaskSort.CREATED),
                Slice.first(10)),
        services.policies().covering(caller, id),
        services.events().ofVolume(caller, id));
  }

  @Override
  protected String titleOf(Shown now) {
    return now.volume().name();
  }

  @Override
  protected void build(Signal<Shown> now) {
    Signal<Volume> volume = now.map(Shown::volume);
    if (caller.operates()) {
      actions(now, volume);
    }
    add(problem(volume));
    Signal.effect(this, () -> running.show(now.get().tasks()));
    add(running);
    addSection(Texts.of("common.facts"), VolumeFacts.of(volume, moments));
    addSection(Texts.of("policy.title"), new CoveringPolicies(now.map(Shown::policies), moments));
    RouterLink all = new RouterLink(Texts.of("volume.all-backups"), BackupsView.class);
    all.setQueryParameters(
        QueryParameters.simple(Map.of("volume", now().volume().id().toString())));
    addSection(
        Texts.of("volume.newest-backups"),
        timeline(now),
        new BackupHistory(now.map(Shown::backups), moments),
        all);
    addSection(
        Texts.of("volume.snapshots"),
        new SnapshotList(now.map(Shown::snapshots), caller, moments, services));
    addSection(
        Texts.of("events.title"),
        new EventList(now.map(Shown::events), now().volume().id(), moments));
  }

  private Div timeline(Signal<Shown> now) {
    BackupLink link = new BackupLink();
    BackupBrowser timeline =
        new BackupBrowser(
            caller, now().volume().id(), null, moments, services.backups(), link::show);
    Signal<List<Backup>> newest = now.map(Shown::backups);
    Signal.effect(
        timeline,
        () -> {
          List<Backup> found = newest.get();
          if (!found.equals(browsed)) {
            browsed = found;
            timeline.refresh();
          }
        });
    return new Div(timeline, link);
  }

  private void actions(Signal<Shown> now, Signal<Volume> volume) {
    addAction(
            "volume.back-up",
            Icon.BACKUP,
            now,
            it -> VolumeMarks.busy(it.volume()),
            it -> services.backupDialogs().backUp(caller, it.volume(), moments))
        .addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    addAction(
        "volume.restore-into",
        Icon.RESTORE,
        now,
        it -> it.volume().lastBackupAt() == null ? Texts.of("volume.no-backup") : "",
        it -> services.backupDialogs().restoreInto(caller, it.volume(), moments));
    addAction(
        "volume.snapshot",
        Icon.SNAPSHOT,
        now,
        it -> VolumeMarks.busy(it.volume()),
        it -> services.dialogs().snapshot(caller, it.volume(), moments));
    addAction("volume.edit", Icon.EDIT, it -> services.dialogs().edit(caller, it.volume()));
    addAction(
        "volume.extend",
        Icon.EXTEND,
        now,
        it -> VolumeMarks.used(it.volume(), it.volume().status() == VolumeStatus.AVAILABLE),
        it -> services.dialogs().extend(caller, it.volume()));
    var use = addAction("volume.use", Icon.PLAY, it -> {});
    use.addClickListener(click -> use(use, true));
    use.bindVisible(volume.map(it -> it.status() == VolumeStatus.AVAILABLE));
    var release = addAction("volume.release", Icon.PAUSE, it -> {});
    release.addClickListener(click -> use(release, false));
    release.bindVisible(volume.map(it -> it.status() == VolumeStatus.IN_USE));
    if (caller.administers()) {
      var reset =
          addAction(
              "volume.reset", Icon.VERIFY, it -> services.dialogs().reset(caller, it.volume()));
      reset.bindVisible(volume.map(it -> it.status().value().startsWith("error")));
    }
    addAction(
        "volume.delete",
        Icon.DELETE,
        now,
        it ->
            VolumeMarks.used(
                it.volume(),
                it.volume().status() == VolumeStatus.AVAILABLE
                    || it.volume().status().value().startsWith("error")),
        it -> services.dialogs().delete(caller, it.volume()));
  }

  private void use(Button button, boolean inUse) {
    UUID id = now().volume().id();
    run(button, () -> services.volumes().setInUse(caller, id, inUse), it -> {});
  }

  private static Notice problem(Signal<Volume> volume) {
    Notice notice = Notice.of(Tone.BAD, "", "");
    notice.bindVisible(volume.map(it -> it.errorReason() != null));
    Signal.effect(
        notice,
        () ->
            notice.say(
                Objects.requireNonNullElse(volume.get().errorReason(), ""),
                Texts.of("volume.error.next")));
    return notice;
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(ChangedTable.VOLUME, now().volume().id())
        || changes.touch(ChangedTable.PROJECT, now().volume().projectId())
        || changes.touch(
            ChangedTable.SNAPSHOT, ChangedTable.BACKUP, ChangedTable.TASK, ChangedTable.POLICY);
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    running.progressed(progress);
  }
}
