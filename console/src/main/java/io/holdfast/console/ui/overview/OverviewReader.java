package io.holdfast.console.ui.overview;

import io.holdfast.console.history.Forecast;
import io.holdfast.console.history.HistoryService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.SharedLook;
import io.holdfast.console.notification.TroublesService;
import io.holdfast.console.overview.OverviewService;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.console.worker.WorkerView;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.notification.Trouble;
import io.holdfast.schema.overview.Day;
import io.holdfast.schema.overview.Overview;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Reads all that the first page shows, a few short lists and the figures: once for all pages that
 * are open when something changes, as those who see the same are shown the same.
 */
@Component
class OverviewReader {

  private static final int LINES = 6;
  private static final int DAYS = 14;
  private static final Duration TREND = Duration.ofDays(30);

  /**
   * What the first page shows.
   *
   * @param minute in which it was read: what it says of times changes with that
   */
  record Shown(
      Instant minute,
      Overview figures,
      Duration maximumAge,
      List<Volume> unprotected,
      List<TaskView> active,
      List<Trouble> lasting,
      List<TaskView> failures,
      List<WorkerView> workers,
      List<String> unencrypted,
      List<Day> days) {}

  /** By the only project that is seen; empty for all. */
  private final SharedLook<Optional<UUID>, Shown> shown = new SharedLook<>();

  private final SharedLook<Optional<UUID>, History> past = new SharedLook<>();
  private final OverviewService overview;
  private final VolumesService volumes;
  private final TasksService tasks;
  private final WorkersService workers;
  private final RepositoriesService repositories;
  private final HistoryService history;
  private final TroublesService troubles;

  OverviewReader(
      OverviewService overview,
      VolumesService volumes,
      TasksService tasks,
      WorkersService workers,
      RepositoriesService repositories,
      HistoryService history,
      TroublesService troubles) {
    this.overview = overview;
    this.volumes = volumes;
    this.tasks = tasks;
    this.workers = workers;
    this.repositories = repositories;
    this.history = history;
    this.troubles = troubles;
  }

  Shown read(Caller caller) {
    return shown.ask(Optional.ofNullable(caller.onlyProject()), () -> look(caller));
  }

  private Shown look(Caller caller) {
    Duration maximumAge = overview.maximumAge();
    Instant now = Instant.now();
    return new Shown(
        now.truncatedTo(ChronoUnit.MINUTES),
        overview.figures(caller),
        maximumAge,
        volumes.list(
            caller,
            VolumeFilter.all().withProtection(Protection.WANTING.toArray(Protection[]::new)),
            Order.ascending(VolumeSort.PROTECTION),
            Slice.first(LINES)),
        tasks.list(
            caller,
            TaskFilter.all().inState(TaskState.RUNNING, TaskState.QUEUED),
            Order.descending(TaskSort.STATE),
            Slice.first(LINES)),
        troubles.lasting(caller, LINES),
        tasks.list(
            caller,
            TaskFilter.all().inState(TaskState.FAILED).finishedAfter(now.minus(Duration.ofDays(1))),
            Order.descending(TaskSort.FINISHED),
            Slice.first(LINES)),
        caller.seesInstallation()
            ? workers.list(caller).stream()
                .filter(worker -> worker.standing() != WorkerView.Standing.DOWN)
                .toList()
            : List.of(),
        caller.seesInstallation() ? repositories.unencrypted(caller) : List.of(),
        overview.days(caller, DAYS));
  }

  /** What the first page shows of the past, to those who see the installation. */
  History history(Caller caller) {
    return past.ask(Optional.ofNullable(caller.onlyProject()), () -> lookBack(caller));
  }

  private History lookBack(Caller caller) {
    Map<String, Forecast> filling = new HashMap<>();
    repositories
        .names(caller)
        .forEach((id, name) ->
            history.forecast(caller, id).ifPresent(forecast -> filling.put(name, forecast)));
    return new History(
        history.newest(caller).orElse(null),
        history.throughput(caller),
        history.capacity(caller, null, TREND),
        filling);
  }
}
