package io.holdfast.console.ui.task;

import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repeat.RepeatService;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import jakarta.annotation.security.PermitAll;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** All tasks: what waits, what runs and how far it is, what ended and how. */
@Route("tasks/:id?")
@PermitAll
public class TasksView extends ListPage<TaskView, TaskSort> {

  private static final long serialVersionUID = 1L;

  private final transient TasksService tasks;
  private final transient RepeatService repeats;
  private final transient TaskFilters choice;

  /** Rows that are shown and run, so that progress finds them. */
  private final transient Map<UUID, TaskView> running = new HashMap<>();

  public TasksView(
      TasksService tasks, RepeatService repeats, FilterChoices choices, LiveUpdates live) {
    super(live, Texts.of("task.title"), "tasks", ChangedTable.TASK);
    this.tasks = tasks;
    this.repeats = repeats;
    this.choice = new TaskFilters(filters(), choices, caller());
    setGrid(list());
  }

  private RecordGrid<TaskView, TaskSort> list() {
    RecordGrid<TaskView, TaskSort> list =
        new RecordGrid<>(
            Order.descending(TaskSort.CREATED),
            this::read,
            () -> tasks.count(caller(), choice.filter()),
            view -> view.task().id());
    var title =
        list.addMain(
            Texts.of("task.task"),
            Cells.name(
                view -> TaskMarks.title(view.task()), view -> Sentences.of(view.task().message())));
    // The base of what is at least there: beside details a name needs the room more than a bar.
    title.setWidth("13rem").setFlexGrow(2).setRowHeader(true);
    list.sortable(
        list.addMain(Texts.of("task.state"), Cells.mark(TaskMarks::state))
            .setWidth("9rem")
            .setFlexGrow(0),
        TaskSort.STATE);
    list.addMain(Texts.of("task.progress"), progress()).setWidth("10rem").setFlexGrow(1);
    list.addExtra(Texts.of("task.worker"), Cells.<TaskView>text(view -> view.task().host()))
        .setWidth("8rem")
        .setFlexGrow(0);
    var created =
        list.sortable(
            list.addMain(
                    Texts.of("task.created"),
                    Cells.<TaskView>moment(view -> view.task().createdAt(), moments()))
                .setWidth("9rem")
                .setFlexGrow(0),
            TaskSort.CREATED);
    if (caller().operates()) {
      // Beside details, which have it too, names need the room.
      list.addExtra(
              Texts.of("common.actions"),
              Cells.<TaskView>button(
                  "cancel",
                  Texts.of("task.cancel"),
                  view -> Texts.of("task.cancel.of", TaskMarks.title(view.task())),
                  view -> !view.task().state().finished() && !view.cancelling(),
                  view -> CancelDialog.open(caller(), view, tasks)))
          .setWidth("7rem")
          .setFlexGrow(0);
    }
    list.addNarrow(
        Cells.card(view -> TaskMarks.title(view.task()), TaskMarks::state, this::shortProgress));
    list.setEmptyStateText(Texts.of("task.none"));
    return list;
  }

  private List<TaskView> read(Order<TaskSort> order, Slice slice) {
    List<TaskView> read = tasks.list(caller(), choice.filter(), order, slice);
    for (TaskView view : read) {
      if (view.task().state() == TaskState.RUNNING) {
        running.put(view.task().id(), view);
      } else {
        running.remove(view.task().id());
      }
    }
    return read;
  }

  private String shortProgress(TaskView view) {
    return view.task().state().finished()
        ? moments().ago(view.task().finishedAt())
        : TaskMarks.progress(view);
  }

  private LitRenderer<TaskView> progress() {
    return LitRenderer.<TaskView>of(
            """
            <div class="cell-progress"><vaadin-progress-bar .value="${item.fraction}" \
            ?hidden="${!item.active}" aria-label="${item.title}"></vaadin-progress-bar>\
            <span class="cell-more">${item.text}</span></div>\
            """)
        .withProperty("title", view -> TaskMarks.title(view.task()))
        .withProperty("fraction", view -> Objects.requireNonNullElse(view.fraction(), 0.0))
        .withProperty("active", view -> view.task().state() == TaskState.RUNNING)
        .withProperty(
            "text",
            view ->
                view.task().state().finished()
                    ? Texts.of(
                        "task.took",
                        moments().between(view.task().startedAt(), view.task().finishedAt()))
                    : TaskMarks.progress(view));
  }

  @Override
  protected void counted() {
    int active =
        tasks.count(caller(), TaskFilter.all().inState(TaskState.QUEUED, TaskState.RUNNING));
    subtitle(Texts.of("task.count", tasks.count(caller(), choice.filter()), active));
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    super.progressed(progress);
    for (TaskProgress message : progress) {
      TaskView view = running.get(message.taskId());
      if (view != null) {
        grid().show(TaskView.of(view.task(), message));
      }
    }
  }

  @Override
  protected String idOf(TaskView view) {
    return view.task().id().toString();
  }

  @Override
  protected Optional<TaskView> find(String id) {
    try {
      return Optional.of(tasks.get(caller(), Ids.parse("task", id)));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new TaskDetails(id, caller(), moments(), tasks, repeats);
  }
}
