package io.holdfast.console.ui.task;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.FilterBar;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Since;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskState;
import java.util.List;
import java.util.stream.Stream;

/** What the list of tasks is filtered by. */
final class TaskFilters {

  private final FilterBar filters;

  TaskFilters(FilterBar filters, FilterChoices choices, Caller caller) {
    this.filters = filters;
    filters.addChoice(
        "state",
        Texts.of("task.state"),
        Stream.concat(
                Stream.of(
                    new Choice("", Texts.of("task.show.all")),
                    new Choice("active", Texts.of("task.show.active"))),
                Stream.of(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED)
                    .map(state -> new Choice(state.value(), Texts.of("task.state", state))))
            .toList());
    filters.addChoice(
        "kind",
        Texts.of("task.kind"),
        Stream.concat(
                Stream.of(new Choice("", Texts.of("task.kind.any"))),
                Stream.of(TaskKind.values())
                    .map(kind -> new Choice(kind.value(), Texts.of("task.kind", kind))))
            .toList());
    choices.volume(filters, caller);
    filters.addFurther();
    choices.repository(filters, caller);
    choices.worker(filters, caller);
    filters.addChoice("ended", Texts.of("task.finished"), ended());
  }

  private static List<Choice> ended() {
    return Since.choices("task.ended.any");
  }

  TaskFilter filter() {
    TaskFilter filter =
        TaskFilter.all()
            .ofVolume(filters.id("volume"))
            .inRepository(filters.id("repository"))
            .onHost(filters.value("worker"))
            .finishedAfter(Since.start(filters.value("ended")));
    String kind = filters.value("kind");
    if (kind != null) {
      filter = filter.ofKind(TaskKind.of(kind));
    }
    String state = filters.value("state");
    if (state == null) {
      return filter;
    }
    return state.equals("active")
        ? filter.inState(TaskState.QUEUED, TaskState.RUNNING)
        : filter.inState(TaskState.of(state));
  }
}
