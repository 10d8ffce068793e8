package io.holdfast.schema.policy;

import io.holdfast.schema.backup.BackupStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one volume in a run.
 *
 * @param tries how often its backup was tried to be submitted
 * @param reason why it has no backup, or none yet
 * @param backupStatus of the backup now; {@code null} when there is none
 */
public record RunVolume(
    UUID runId,
    UUID volumeId,
    String volumeName,
    RunVolumeState state,
    int tries,
    @Nullable String reason,
    @Nullable UUID backupId,
    @Nullable BackupStatus backupStatus) {}
