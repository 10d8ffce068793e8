package io.holdfast.cli.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backup as the API shows it. */
public record Backup(
    String id,
    @Nullable String name,
    @Nullable String description,
    @Nullable String project,
    @Nullable String volumeId,
    @Nullable String volumeName,
    @Nullable String snapshotId,
    @Nullable String parentId,
    boolean incremental,
    String status,
    @Nullable String failReason,
    @Nullable String host,
    @Nullable String repository,
    long sizeBytes,
    @Nullable Long readBytes,
    @Nullable Long storedBytes,
    @Nullable Instant dataTimestamp,
    @Nullable Instant createdAt,
    @Nullable Instant completedAt,
    @Nullable Instant verifiedAt,
    @Nullable String verifyResult,
    @Nullable Map<String, String> metadata,
    boolean hasDependents) {

  /** Whether it is available, and a part of it was found damaged. */
  public boolean isDamaged() {
    return "available".equals(status) && "damaged".equals(verifyResult);
  }
}
