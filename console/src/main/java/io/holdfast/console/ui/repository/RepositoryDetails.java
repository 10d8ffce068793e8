package io.holdfast.console.ui.repository;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.history.HistoryService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.repository.RepositoryView;
import io.holdfast.console.repository.RepositoryWork;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.CapacityTrend;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.backup.BackupsView;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.identity.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** One repository: how it is, what lies in it, who can read it, and work on all of it. */
final class RepositoryDetails extends Details<RepositoryDetails.Shown> {

  private static final long serialVersionUID = 1L;

  /** What list and details ask. */
  @Component
  record Services(
      RepositoriesService repositories,
      HistoryService history,
      TasksService tasks,
      RepositoryDialogs dialogs) {}

  /** A repository with what goes on in it. */
  record Shown(RepositoryView view, RepositoryWork work) {

    Mark health() {
      return RepositoryMarks.health(view, work);
    }
  }

  private final String id;
  private final transient Caller caller;
  private final transient Moments moments;
  private final transient Services services;
  private final TaskBoard running;
  private final transient ValueSignal<RepositoryHistory> history =
      new ValueSignal<>(RepositoryHistory.NONE);

  RepositoryDetails(String id, Caller caller, Moments moments, Services services) {
    super(Texts.of("repository.details"), () -> read(id, caller, services.repositories()));
    this.caller = caller;
    this.moments = moments;
    this.services = services;
    this.running = new TaskBoard(caller, services.tasks());
    this.id = id;
    load();
  }

  private static Shown read(String text, Caller caller, RepositoriesService repositories) {
    UUID id = Ids.parse("repository", text);
    return new Shown(repositories.get(caller, id), repositories.work(caller, id));
  }

  @Override
  protected String titleOf(Shown now) {
    return now.view().name();
  }

  @Override
  protected void build(Signal<Shown> now) {
    history.set(RepositoryHistory.read(id, caller, services.history()));
    if (caller.role() == Role.ADMINISTRATOR || caller.role() == Role.OPERATOR) {
      actions(now);
    }
    notices(now);
    Signal.effect(this, () -> running.show(now.get().work().active()));
    add(running);
    addSection(
        Texts.of("repository.space"),
        usage(now),
        RepositoryHistory.room(history, moments),
        backups(now),
        new CapacityTrend(history.map(RepositoryHistory::samples), moments));
    addSection(Texts.of("common.facts"), facts(now));
  }

  private void actions(Signal<Shown> now) {
    RepositoryDialogs dialogs = services.dialogs();
    addAction("repository.verify", Icon.VERIFY, it -> dialogs.verify(caller, it.view()));
    addAction("repository.reclaim", Icon.RECLAIM, it -> dialogs.reclaim(caller, it.view()));
    if (!caller.administers()) {
      return;
    }
    addAction("repository.reindex", Icon.REINDEX, it -> dialogs.reindex(caller, it.view()));
    Button usual = addAction("repository.make-default", Icon.GOOD, it -> {});
    usual.addClickListener(click -> {
      RepositoryView view = now().view();
      run(
          usual,
          () -> services.repositories().makeDefault(caller, view.id()),
          it -> Toast.done(Texts.of("repository.make-default.done", view.name())));
    });
    usual.bindVisible(now.map(it -> !it.view().isDefault()));
    addAction("repository.limit", Icon.PAUSE, it -> dialogs.limit(caller, it.view()));
    addAction("repository.passphrase", Icon.HOLD, it -> dialogs.passphrase(caller, it.view()))
        .bindVisible(now.map(it -> it.view().encrypted()));
    Button remove =
        addAction(
            "repository.remove",
            Icon.DELETE,
            it ->
                dialogs.remove(
                    caller,
                    it.view(),
                    () -> getUI().ifPresent(ui -> ui.navigate(RepositoriesView.class))));
    remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    // What holds backups is never forgotten; the service refuses the rest in words.
    remove.bindVisible(now.map(it -> it.view().usage().backups() == 0));
  }

  private void notices(Signal<Shown> now) {
    Notice open =
        Notice.of(
            Tone.WARNING,
            Texts.of("repository.open-to-all"),
            Texts.of("repository.not-encrypted.next"));
    open.setTestId("not-encrypted");
    open.bindVisible(now.map(it -> !it.view().encrypted()));
    add(open);
    Div found = new Div();
    found.addClassName("details-body");
    Signal.effect(
        found,
        () -> {
          Shown shown = now.get();
          found.removeAll();
          if (shown.view().message() != null) {
            found.add(
                Notice.of(
                    Tone.BAD, shown.view().message(), Texts.of("repository.unavailable.next")));
          }
          if (!shown.work().outOfReachOf().isEmpty()) {
            found.add(
                Notice.of(
                    Tone.WARNING,
                    Texts.of(
                        "repository.out-of-reach", String.join(", ", shown.work().outOfReachOf())),
                    Texts.of("repository.out-of-reach.next")));
          }
          found.setVisible(found.getComponentCount() > 0);
        });
    add(found);
  }

  private Facts<Shown> usage(Signal<Shown> now) {
    return new Facts<>(now, moments)
        .size(Texts.of("repository.stored"), it -> it.view().usage().storedBytes())
        .size(Texts.of("repository.protected"), it -> it.view().usage().protectedBytes())
        .text(Texts.of("repository.saved"), it -> RepositoryMarks.saved(it.view().usage()))
        .text(Texts.of("repository.backups"), it -> Texts.number(it.view().usage().backups()))
        .text(Texts.of("repository.packs"), it -> Texts.number(it.view().usage().packs()));
  }

  private static RouterLink backups(Signal<Shown> now) {
    RouterLink backups = new RouterLink("", BackupsView.class);
    backups.setText(Texts.of("repository.backups.show"));
    Signal.effect(
        backups,
        () ->
            backups.setQueryParameters(
                QueryParameters.simple(Map.of("repository", now.get().view().id().toString()))));
    return backups;
  }

  private Facts<Shown> facts(Signal<Shown> now) {
    return new Facts<>(now, moments)
        .mark(Texts.of("repository.health"), Shown::health)
        .text(
            Texts.of("repository.kind"),
            it ->
                it.view().driver().equals("posix")
                    ? Texts.of("repository.driver.posix.long")
                    : it.view().driver())
        .code(Texts.of("repository.location"), it -> it.view().location())
        .mark(Texts.of("repository.encryption"), it -> RepositoryMarks.encryption(it.view()))
        .text(Texts.of("repository.keys"), it -> RepositoryMarks.keys(it.view()))
        .mark(
            Texts.of("repository.last-verify"),
            it -> RepositoryMarks.last(it.work().lastVerify(), moments))
        .moment(Texts.of("repository.verified"), it -> it.view().verifiedAt())
        .mark(
            Texts.of("repository.last-reclaim"),
            it -> RepositoryMarks.last(it.work().lastReclaim(), moments))
        .text(
            Texts.of("repository.default"),
            it -> it.view().isDefault() ? Texts.of("repository.default.yes") : null)
        .text(
            Texts.of("repository.max-running"),
            it ->
                Objects.requireNonNullElse(
                        it.view().maxRunningTasks(), Texts.of("repository.max-running.none"))
                    .toString())
        .size(
            Texts.of("repository.chunk"),
            it ->
                it.view().chunkSizeBytes() == null
                    ? null
                    : Long.valueOf(it.view().chunkSizeBytes()))
        .moment(Texts.of("repository.added"), it -> it.view().createdAt())
        .code(Texts.of("common.id"), it -> it.view().id().toString());
  }

  @Override
  protected boolean concerns(Changes changes) {
    if (changes.touch(ChangedTable.THROUGHPUT_SAMPLE)) {
      history.set(RepositoryHistory.read(id, caller, services.history()));
    }
    return changes.touch(ChangedTable.REPOSITORY, ChangedTable.TASK);
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    running.progressed(progress);
  }
}
