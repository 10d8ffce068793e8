package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.event.Event;
import io.holdfast.console.event.EventsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.activity.EventList;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.mount.Mount;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One backup: everything that is known of it, and what can be done with it. */
final class BackupDetails extends Details<BackupDetails.Shown> {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST_CHAIN = 20;

  /** What the details ask. */
  @Component
  record Services(
      BackupsService backups,
      TasksService tasks,
      MountsService mounts,
      EventsService events,
      BackupDialogs dialogs) {}

  /**
   * A backup with what belongs to it.
   *
   * @param parents the one it was made on, that one's, and so on
   */
  record Shown(
      Backup backup,
      List<Backup> parents,
      List<Backup> dependents,
      List<Mount> mounts,
      List<TaskView> tasks,
      List<Event> events) {}

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient Services services;
  private final TaskBoard running;

  BackupDetails(String id, Caller caller, Moments moments, Services services) {
    super(Texts.of("backup.details"), () -> read(id, caller, services));
    this.caller = caller;
    this.moments = moments;
    this.services = services;
    this.running = new TaskBoard(caller, services.tasks());
    load();
  }

  private static Shown read(String text, Caller caller, Services services) {
    UUID id = Ids.parse("backup", text);
    Backup backup = services.backups().get(caller, id);
    return new Shown(
        backup,
        parents(backup, caller, services),
        services.backups().dependents(caller, id),
        services.mounts().ofBackup(caller, id),
        services
            .tasks()
            .list(
                caller,
                TaskFilter.all().ofBackup(id).inState(TaskState.QUEUED, TaskState.RUNNING),
                Order.descending(TaskSort.CREATED),
                Slice.first(10)),
        services.events().ofBackup(caller, id));
  }

  private static List<Backup> parents(Backup backup, Caller caller, Services services) {
    List<Backup> parents = new ArrayList<>();
    UUID next = backup.parentId();
    while (next != null && parents.size() < LONGEST_CHAIN) {
      try {
        Backup parent = services.backups().get(caller, next);
        parents.add(parent);
        next = parent.parentId();
      } catch (Refusal e) {
        // Deleted meanwhile: every backup can be restored without its parents.
        next = null;
      }
    }
    return parents;
  }

  @Override
  protected String titleOf(Shown now) {
    return BackupMarks.title(now.backup());
  }

  @Override
  protected void build(Signal<Shown> now) {
    Signal<Backup> backup = now.map(Shown::backup);
    if (caller.operates()) {
      actions(now, backup);
    }
    add(problem(backup, Backup::failReason, "backup.failed.next"));
    add(problem(backup, BackupDetails::damage, "backup.damaged.next"));
    Signal.effect(this, () -> running.show(now.get().tasks()));
    add(running);
    addSection(
            Texts.of("mount.list"),
            new MountList(now.map(Shown::mounts), caller, moments, services.mounts()))
        .bindVisible(now.map(it -> !it.mounts().isEmpty()));
    addSection(
        Texts.of("common.facts"),
        BackupFacts.what(backup, moments),
        new BackupLinks(backup.peek()));
    addSection(Texts.of("backup.sizes"), BackupFacts.sizes(backup, moments));
    addSection(Texts.of("backup.parents"), new BackupHistory(now.map(Shown::parents), moments))
        .bindVisible(now.map(it -> !it.parents().isEmpty()));
    addSection(
            Texts.of("backup.dependents"), new BackupHistory(now.map(Shown::dependents), moments))
        .bindVisible(now.map(it -> !it.dependents().isEmpty()));
    addSection(
        Texts.of("events.title"),
        new EventList(now.map(Shown::events), backup.peek().id(), moments));
  }

  private void actions(Signal<Shown> now, Signal<Backup> backup) {
    addAction(
            "backup.restore",
            Icon.RESTORE,
            now,
            it -> NotNow.use(it.backup()),
            it -> services.dialogs().restore(caller, it.backup(), moments))
        .addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    Button verify = addAction("backup.verify", Icon.VERIFY, it -> {});
    verify.addClickListener(click -> {
      UUID id = now().backup().id();
      run(
          verify,
          () -> services.backups().verify(caller, id),
          done -> Toast.done(Texts.of("backup.verify.done")));
    });
    addAction(
        "backup.files",
        Icon.SEARCH,
        now,
        it -> NotNow.use(it.backup()),
        it -> FilesView.open(it.backup().id()));
    addAction(
        "backup.mount",
        Icon.MOUNT,
        now,
        it -> NotNow.use(it.backup()),
        it -> services.dialogs().mount(caller, it.backup()));
    addAction("backup.edit", Icon.EDIT, it -> services.dialogs().edit(caller, it.backup()));
    hold("backup.hold", true).bindVisible(backup.map(it -> !it.held()));
    hold("backup.release", false).bindVisible(backup.map(Backup::held));
    addAction(
        "backup.delete",
        Icon.DELETE,
        now,
        it -> NotNow.delete(it.backup()),
        it -> services.dialogs().delete(caller, it.backup()));
  }

  private Button hold(String key, boolean held) {
    Button button = addAction(key, Icon.HOLD, it -> {});
    button.addClickListener(click -> {
      UUID id = now().backup().id();
      run(
          button,
          () -> services.backups().hold(caller, id, held),
          it -> Toast.done(Texts.of(key + ".done", BackupMarks.title(it))));
    });
    return button;
  }

  private static @Nullable String damage(Backup backup) {
    return backup.isDamaged()
        ? Objects.requireNonNullElse(backup.verifyMessage(), Texts.of("backup.damaged"))
        : null;
  }

  private static Notice problem(
      Signal<Backup> backup,
      java.util.function.Function<Backup, @Nullable String> reason,
      String nextKey) {
    Notice notice = Notice.of(Tone.BAD, "", "");
    notice.bindVisible(backup.map(it -> reason.apply(it) != null));
    Signal.effect(
        notice,
        () ->
            notice.say(
                Objects.requireNonNullElse(reason.apply(backup.get()), ""), Texts.of(nextKey)));
    return notice;
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(
        ChangedTable.BACKUP, ChangedTable.MOUNT, ChangedTable.TASK, ChangedTable.PROJECT);
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    running.progressed(progress);
  }
}
