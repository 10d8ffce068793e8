package io.holdfast.schema.submission;

import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of the wish for a restore. Unless accepted, nothing has changed. */
public sealed interface RestoreResult {

  record Accepted(UUID taskId) implements RestoreResult {}

  record BackupMissing() implements RestoreResult {}

  record BackupBusy(BackupStatus status, @Nullable Blocker by) implements RestoreResult {}

  record VolumeMissing() implements RestoreResult {}

  record VolumeBusy(VolumeStatus status, @Nullable Blocker by) implements RestoreResult {}

  record VolumeTooSmall(long sizeBytes, long neededBytes) implements RestoreResult {}
}
