package io.holdfast.schema.submission;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.mount.Mount;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of the wish to delete a backup. Unless accepted, nothing has changed. */
public sealed interface DeleteResult {

  record Accepted(UUID taskId) implements DeleteResult {}

  record BackupMissing() implements DeleteResult {}

  record BackupBusy(BackupStatus status, @Nullable Blocker by) implements DeleteResult {}

  /** Somebody wants it to stay. */
  record Held() implements DeleteResult {}

  /** Workers export it. */
  record Mounted(List<Mount> mounts) implements DeleteResult {}

  /**
   * Incremental backups were made on it, and the setting {@code delete.refuse-with-dependents} is
   * on.
   */
  record HasDependents(List<Backup> dependents) implements DeleteResult {}
}
