package io.holdfast.schema.task;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are wanted; {@code null} or an empty set means any.
 *
 * @param host that owns it, or was the last to
 * @param finishedAfter finished, and after this moment
 */
public record TaskFilter(
    @Nullable UUID projectId,
    Set<TaskState> states,
    Set<TaskKind> kinds,
    @Nullable UUID volumeId,
    @Nullable UUID backupId,
    @Nullable UUID repositoryId,
    @Nullable String host,
    @Nullable Instant finishedAfter) {

  public TaskFilter {
    states = Set.copyOf(states);
    kinds = Set.copyOf(kinds);
  }

  public static TaskFilter all() {
    return new TaskFilter(null, Set.of(), Set.of(), null, null, null, null, null);
  }

  public TaskFilter inProject(@Nullable UUID project) {
    return new TaskFilter(
        project, states, kinds, volumeId, backupId, repositoryId, host, finishedAfter);
  }

  public TaskFilter inState(TaskState... wanted) {
    return new TaskFilter(
        projectId, Set.of(wanted), kinds, volumeId, backupId, repositoryId, host, finishedAfter);
  }

  public TaskFilter ofKind(TaskKind... wanted) {
    return new TaskFilter(
        projectId, states, Set.of(wanted), volumeId, backupId, repositoryId, host, finishedAfter);
  }

  public TaskFilter ofVolume(@Nullable UUID volume) {
    return new TaskFilter(
        projectId, states, kinds, volume, backupId, repositoryId, host, finishedAfter);
  }

  public TaskFilter ofBackup(@Nullable UUID backup) {
    return new TaskFilter(
        projectId, states, kinds, volumeId, backup, repositoryId, host, finishedAfter);
  }

  /** Those that work in a repository, on a backup in it or on all of it. */
  public TaskFilter inRepository(@Nullable UUID repository) {
    return new TaskFilter(
        projectId, states, kinds, volumeId, backupId, repository, host, finishedAfter);
  }

  public TaskFilter onHost(@Nullable String wanted) {
    return new TaskFilter(
        projectId, states, kinds, volumeId, backupId, repositoryId, wanted, finishedAfter);
  }

  public TaskFilter finishedAfter(@Nullable Instant moment) {
    return new TaskFilter(projectId, states, kinds, volumeId, backupId, repositoryId, host, moment);
  }
}
