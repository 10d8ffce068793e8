package io.holdfast.console.dispatch;

import io.holdfast.schema.repository.Repository;
import io.holdfast.schema.task.QueuedTask;
import io.holdfast.schema.task.RunningCounts;
import io.holdfast.schema.volume.Backend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How many tasks may work on each backend and repository, and how many do. For one round. */
final class Limits {

  private final Map<String, Backend> backends;
  private final Map<UUID, Repository> repositories;
  private final Map<String, Integer> onBackend;
  private final Map<UUID, Integer> onRepository;

  Limits(List<Backend> backends, List<Repository> repositories, RunningCounts running) {
    this.backends = backends.stream().collect(Collectors.toMap(Backend::name, b -> b));
    this.repositories = repositories.stream().collect(Collectors.toMap(Repository::id, r -> r));
    this.onBackend = new HashMap<>(running.byBackend());
    this.onRepository = new HashMap<>(running.byRepository());
  }

  Set<String> fullBackends() {
    return backends.keySet().stream()
        .filter(name -> !backendAllows(name))
        .collect(Collectors.toSet());
  }

  Set<UUID> fullRepositories() {
    return repositories.keySet().stream()
        .filter(id -> !repositoryAllows(id))
        .collect(Collectors.toSet());
  }

  boolean allow(QueuedTask task) {
    return backendAllows(task.backend()) && repositoryAllows(task.repositoryId());
  }

  void started(QueuedTask task) {
    if (task.backend() != null) {
      onBackend.merge(task.backend(), 1, Integer::sum);
    }
    onRepository.merge(task.repositoryId(), 1, Integer::sum);
  }

  /** The availability zone of the task's backend; empty when it does not matter. */
  String zone(QueuedTask task) {
    Backend backend = task.backend() == null ? null : backends.get(task.backend());
    return backend == null ? "" : backend.availabilityZone();
  }

  /** The availability zones of the backends that are in one. */
  Map<String, String> zones() {
    return backends.values().stream()
        .filter(backend -> !backend.availabilityZone().isEmpty())
        .collect(Collectors.toMap(Backend::name, Backend::availabilityZone));
  }

  private boolean backendAllows(@Nullable String name) {
    Backend backend = name == null ? null : backends.get(name);
    Integer limit = backend == null ? null : backend.maxRunningTasks();
    return limit == null || onBackend.getOrDefault(name, 0) < limit;
  }

  private boolean repositoryAllows(UUID id) {
    Repository repository = repositories.get(id);
    Integer limit = repository == null ? null : repository.maxRunningTasks();
    return limit == null || onRepository.getOrDefault(id, 0) < limit;
  }
}
