package io.holdfast.schema.backup;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which backups are wanted; {@code null} or an empty set means any. Deleted ones never are.
 *
 * @param name exactly this name, in any case
 * @param text somewhere in the backup's or the volume's name, or at the start of the id
 * @param host of the worker that has it, or was the last to
 * @param holdsFrom that hold this moment or a later one
 * @param holdsUpTo that hold this moment or an earlier one
 */
public record BackupFilter(
    @Nullable UUID projectId,
    Set<BackupStatus> statuses,
    @Nullable UUID volumeId,
    @Nullable UUID repositoryId,
    @Nullable String name,
    @Nullable String text,
    @Nullable String host,
    @Nullable Instant holdsFrom,
    @Nullable Instant holdsUpTo) {

  public BackupFilter {
    statuses = Set.copyOf(statuses);
  }

  public static BackupFilter all() {
    return new BackupFilter(null, Set.of(), null, null, null, null, null, null, null);
  }

  public BackupFilter inProject(@Nullable UUID project) {
    return new BackupFilter(
        project, statuses, volumeId, repositoryId, name, text, host, holdsFrom, holdsUpTo);
  }

  public BackupFilter withStatus(BackupStatus... wanted) {
    return new BackupFilter(
        projectId, Set.of(wanted), volumeId, repositoryId, name, text, host, holdsFrom, holdsUpTo);
  }

  public BackupFilter ofVolume(@Nullable UUID volume) {
    return new BackupFilter(
        projectId, statuses, volume, repositoryId, name, text, host, holdsFrom, holdsUpTo);
  }

  public BackupFilter inRepository(@Nullable UUID repository) {
    return new BackupFilter(
        projectId, statuses, volumeId, repository, name, text, host, holdsFrom, holdsUpTo);
  }

  public BackupFilter named(@Nullable String wanted) {
    return new BackupFilter(
        projectId, statuses, volumeId, repositoryId, wanted, text, host, holdsFrom, holdsUpTo);
  }

  public BackupFilter withText(@Nullable String wanted) {
    return new BackupFilter(
        projectId, statuses, volumeId, repositoryId, name, wanted, host, holdsFrom, holdsUpTo);
  }

  public BackupFilter onHost(@Nullable String wanted) {
    return new BackupFilter(
        projectId, statuses, volumeId, repositoryId, name, text, wanted, holdsFrom, holdsUpTo);
  }

  public BackupFilter holdingFrom(@Nullable Instant moment) {
    return new BackupFilter(
        projectId, statuses, volumeId, repositoryId, name, text, host, moment, holdsUpTo);
  }

  public BackupFilter holdingUpTo(@Nullable Instant moment) {
    return new BackupFilter(
        projectId, statuses, volumeId, repositoryId, name, text, host, holdsFrom, moment);
  }
}
