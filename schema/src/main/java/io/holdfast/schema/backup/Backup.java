package io.holdfast.schema.backup;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backup as a row.
 *
 * @param userId who asked for it; {@code null} when a schedule did
 * @param host the owner while it is creating, restoring or deleting and not queued; afterwards the
 *     last one
 * @param incarnation the owner's process start; {@code null} while nobody owns it
 * @param restoreVolumeId target of the restore that runs, or of the last one
 * @param sizeBytes size of the volume
 * @param readBytes read from the volume; {@code null} until complete
 * @param storedBytes added to the repository; {@code null} until complete
 * @param dataTimestamp the moment that it holds
 * @param mark what the volume service calls that moment, so that it can be asked what changed since
 *     then; {@code null} when nobody can say
 * @param mounted whether a worker exports it now
 * @param verifyResult {@code intact} or {@code damaged}; {@code null} when never verified
 * @param hasDependents whether incremental backups that are not deleted were made on it
 * @param policyId the policy that made it, and may delete it; {@code null}: it stays until somebody
 *     deletes it
 * @param held whether neither policies nor people may delete it until it is released
 */
public record Backup(
    UUID id,
    UUID projectId,
    String projectName,
    @Nullable UUID userId,
    UUID volumeId,
    String volumeName,
    @Nullable UUID snapshotId,
    @Nullable UUID parentId,
    UUID repositoryId,
    String repositoryName,
    String name,
    String description,
    boolean incremental,
    BackupStatus status,
    @Nullable BackupStatus previousStatus,
    @Nullable String failReason,
    @Nullable String host,
    @Nullable UUID incarnation,
    @Nullable UUID restoreVolumeId,
    long sizeBytes,
    @Nullable Long readBytes,
    @Nullable Long storedBytes,
    Instant dataTimestamp,
    @Nullable UUID tempVolumeId,
    @Nullable UUID tempSnapshotId,
    @Nullable UUID mark,
    Map<String, String> metadata,
    boolean mounted,
    @Nullable Instant verifiedAt,
    @Nullable String verifyResult,
    @Nullable String verifyMessage,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant completedAt,
    @Nullable Instant deletedAt,
    boolean hasDependents,
    @Nullable UUID policyId,
    boolean held) {

  /** What a verify can find. */
  public static final String INTACT = "intact";

  public static final String DAMAGED = "damaged";

  /** Whether a part of it was found damaged, and not all of it found intact since. */
  public boolean isDamaged() {
    return DAMAGED.equals(verifyResult);
  }
}
