package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Pairs;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
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
      BackupsService backups, TasksService tasks, MountsService mounts, BackupDialogs dialogs) {}

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
      List<TaskView> tasks) {}

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
                Slice.first(10)));
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
      actions(backup);
    }
    add(problem(backup, Backup::failReason, "backup.failed.next"));
    add(problem(backup, BackupDetails::damage, "backup.damaged.next"));
    Signal.effect(this, () -> running.show(now.get().tasks()));
    add(running);
    addSection(
            Texts.of("mount.list"),
            new MountList(now.map(Shown::mounts), caller, moments, services.mounts()))
        .bindVisible(now.map(it -> !it.mounts().isEmpty()));
    addSection(Texts.of("common.facts"), what(backup), new BackupLinks(backup.peek()));
    addSection(Texts.of("backup.sizes"), sizes(backup));
    addSection(Texts.of("backup.parents"), new BackupHistory(now.map(Shown::parents), moments))
        .bindVisible(now.map(it -> !it.parents().isEmpty()));
    addSection(
            Texts.of("backup.dependents"), new BackupHistory(now.map(Shown::dependents), moments))
        .bindVisible(now.map(it -> !it.dependents().isEmpty()));
  }

  private void actions(Signal<Backup> backup) {
    Signal<Boolean> available = backup.map(it -> it.status() == BackupStatus.AVAILABLE);
    Button restore =
        addAction(
            "backup.restore",
            Icon.RESTORE,
            it -> services.dialogs().restore(caller, it.backup(), moments));
    restore.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    restore.bindEnabled(available);
    Button verify = addAction("backup.verify", Icon.VERIFY, it -> {});
    verify.addClickListener(click -> {
      UUID id = now().backup().id();
      run(
          verify,
          () -> services.backups().verify(caller, id),
          done -> Toast.done(Texts.of("backup.verify.done")));
    });
    addAction("backup.files", Icon.SEARCH, it -> FilesView.open(it.backup().id()))
        .bindEnabled(available);
    addAction("backup.mount", Icon.MOUNT, it -> services.dialogs().mount(caller, it.backup()))
        .bindEnabled(available);
    addAction("backup.edit", Icon.EDIT, it -> services.dialogs().edit(caller, it.backup()));
    hold("backup.hold", true).bindVisible(backup.map(it -> !it.held()));
    hold("backup.release", false).bindVisible(backup.map(Backup::held));
    addAction("backup.delete", Icon.DELETE, it -> services.dialogs().delete(caller, it.backup()))
        .bindEnabled(
            backup.map(it ->
                !it.held()
                    && (it.status() == BackupStatus.AVAILABLE
                        || it.status() == BackupStatus.ERROR
                        || it.status() == BackupStatus.ERROR_DELETING)));
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
    return "damaged".equals(backup.verifyResult())
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

  private Facts<Backup> what(Signal<Backup> backup) {
    return new Facts<>(backup, moments)
        .mark(Texts.of("backup.status"), BackupMarks::status)
        .mark(Texts.of("backup.verification"), it -> BackupMarks.verification(it, moments))
        .text(Texts.of("backup.kind"), BackupMarks::kind)
        .text(Texts.of("backup.held"), it -> it.held() ? Texts.of("backup.held.more") : null)
        .moment(Texts.of("backup.data-timestamp"), Backup::dataTimestamp)
        .moment(Texts.of("common.created"), Backup::createdAt)
        .moment(Texts.of("backup.completed"), Backup::completedAt)
        .text(Texts.of("volume.description"), Backup::description)
        .text(Texts.of("backup.worker"), Backup::host)
        .text(Texts.of("backup.repository"), Backup::repositoryName)
        .text(Texts.of("volume.project"), Backup::projectName)
        .text(Texts.of("common.metadata"), it -> Pairs.lines(it.metadata()))
        .code(Texts.of("common.id"), it -> it.id().toString());
  }

  private Facts<Backup> sizes(Signal<Backup> backup) {
    return new Facts<>(backup, moments)
        .size(Texts.of("backup.size"), Backup::sizeBytes)
        .size(Texts.of("backup.read"), Backup::readBytes)
        .size(Texts.of("backup.stored"), Backup::storedBytes)
        .text(Texts.of("backup.saved"), BackupDetails::saved);
  }

  private static @Nullable String saved(Backup backup) {
    Long stored = backup.storedBytes();
    return stored == null || backup.sizeBytes() == 0
        ? null
        : Texts.of(
            "backup.saved.text",
            (int) Math.max(0, Math.floor(100 - 100.0 * stored / backup.sizeBytes())),
            Sizes.shortly(Math.max(0, backup.sizeBytes() - stored)));
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(ChangedTable.BACKUP, ChangedTable.MOUNT, ChangedTable.TASK);
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    running.progressed(progress);
  }
}
