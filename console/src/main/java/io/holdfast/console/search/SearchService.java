package io.holdfast.console.search;

import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/**
 * Finds by a part of the name or by the id. Asks each kind's own service on the caller's behalf, so
 * that it finds exactly what the lists would show.
 */
@Service
public class SearchService {

  private static final int OF_EACH = 5;
  private static final int ACTIVE_TASKS = 100;

  private final VolumesService volumes;
  private final BackupsService backups;
  private final PoliciesService policies;
  private final TasksService tasks;
  private final WorkersService workers;
  private final RepositoriesService repositories;
  private final ProjectsService projects;
  private final UsersService users;

  SearchService(
      VolumesService volumes,
      BackupsService backups,
      PoliciesService policies,
      TasksService tasks,
      WorkersService workers,
      RepositoriesService repositories,
      ProjectsService projects,
      UsersService users) {
    this.volumes = volumes;
    this.backups = backups;
    this.policies = policies;
    this.tasks = tasks;
    this.workers = workers;
    this.repositories = repositories;
    this.projects = projects;
    this.users = users;
  }

  /** At most five of each kind; nothing for a blank text. Tasks that ended are found by id only. */
  public List<Found> find(Caller caller, String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    return Stream.of(
            volumes(caller, wanted),
            backups(caller, wanted),
            policies(caller, wanted),
            tasks(caller, wanted),
            workers(caller, wanted),
            repositories(caller, wanted),
            projects(caller, wanted),
            people(caller, wanted))
        .flatMap(found -> found)
        .toList();
  }

  private Stream<Found> volumes(Caller caller, String wanted) {
    return volumes
        .list(
            caller,
            VolumeFilter.all().withText(wanted),
            Order.ascending(VolumeSort.NAME),
            Slice.first(OF_EACH))
        .stream()
        .map(it -> new Found(Found.Kind.VOLUME, it.id().toString(), it.name(), it.backend()));
  }

  private Stream<Found> backups(Caller caller, String wanted) {
    return backups
        .list(
            caller,
            BackupFilter.all().withText(wanted),
            Order.descending(BackupSort.CREATED),
            Slice.first(OF_EACH))
        .stream()
        .map(it ->
            new Found(
                Found.Kind.BACKUP,
                it.id().toString(),
                it.name(),
                Objects.requireNonNullElse(it.volumeName(), "")));
  }

  private Stream<Found> policies(Caller caller, String wanted) {
    return policies.all(caller).stream()
        .filter(it -> matches(wanted, it.name(), it.id()))
        .limit(OF_EACH)
        .map(it -> new Found(Found.Kind.POLICY, it.id().toString(), it.name(), "", it.terms()));
  }

  private Stream<Found> tasks(Caller caller, String wanted) {
    try {
      return Stream.of(found(tasks.get(caller, UUID.fromString(wanted)).task()));
    } catch (IllegalArgumentException | Refusal notATask) {
      return tasks
          .list(
              caller,
              TaskFilter.all().inState(TaskState.RUNNING, TaskState.QUEUED),
              Order.descending(TaskSort.CREATED),
              Slice.first(ACTIVE_TASKS))
          .stream()
          .map(it -> it.task())
          .filter(it -> subject(it).toLowerCase(Locale.ROOT).contains(wanted))
          .limit(OF_EACH)
          .map(SearchService::found);
    }
  }

  private static Found found(Task task) {
    return new Found(Found.Kind.TASK, task.id().toString(), subject(task), task.kind().value());
  }

  private static String subject(Task task) {
    return task.volumeName() == null
        ? Objects.requireNonNullElse(task.backupName(), task.kind().value())
        : task.volumeName();
  }

  private Stream<Found> workers(Caller caller, String wanted) {
    if (!caller.seesInstallation()) {
      return Stream.of();
    }
    return workers.list(caller).stream()
        .filter(it -> it.node().host().toLowerCase(Locale.ROOT).contains(wanted))
        .limit(OF_EACH)
        .map(it ->
            new Found(Found.Kind.WORKER, it.node().host(), it.node().host(), it.node().address()));
  }

  private Stream<Found> repositories(Caller caller, String wanted) {
    if (!caller.seesInstallation()) {
      return Stream.of();
    }
    return repositories.names(caller).entrySet().stream()
        .filter(it -> matches(wanted, it.getValue(), it.getKey()))
        .limit(OF_EACH)
        .map(it -> new Found(Found.Kind.REPOSITORY, it.getKey().toString(), it.getValue(), ""));
  }

  private Stream<Found> projects(Caller caller, String wanted) {
    return projects.list(caller).stream()
        .filter(it -> matches(wanted, it.name(), it.id()))
        .limit(OF_EACH)
        .map(it -> new Found(Found.Kind.PROJECT, it.id().toString(), it.name(), it.description()));
  }

  private Stream<Found> people(Caller caller, String wanted) {
    if (!caller.administers()) {
      return Stream.of();
    }
    return users.list(caller).stream()
        .filter(it -> matches(wanted, it.name(), it.id()))
        .limit(OF_EACH)
        .map(it -> new Found(Found.Kind.PERSON, it.id().toString(), it.name(), ""));
  }

  private static boolean matches(String wanted, String name, UUID id) {
    return name.toLowerCase(Locale.ROOT).contains(wanted) || id.toString().equals(wanted);
  }
}
