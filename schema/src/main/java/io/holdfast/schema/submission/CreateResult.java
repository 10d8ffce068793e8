package io.holdfast.schema.submission;

import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of the wish for a backup. Unless accepted, nothing has changed. */
public sealed interface CreateResult {

  record Accepted(UUID backupId, UUID taskId) implements CreateResult {}

  record VolumeMissing() implements CreateResult {}

  /** {@code by} is the task that works on it, if one does. */
  record VolumeBusy(VolumeStatus status, @Nullable Blocker by) implements CreateResult {}

  record SnapshotMissing() implements CreateResult {}

  /** The snapshot is of another volume. */
  record SnapshotMismatch(UUID volumeId) implements CreateResult {}

  record SnapshotBusy(SnapshotStatus status) implements CreateResult {}

  /** There is no available backup that an incremental one could be made on. */
  record NoParent() implements CreateResult {}

  /** No such repository, or, when none was named, no default one. */
  record RepositoryMissing() implements CreateResult {}

  record ProjectMissing() implements CreateResult {}

  record QuotaExceeded(QuotaBreach breach) implements CreateResult {}
}
