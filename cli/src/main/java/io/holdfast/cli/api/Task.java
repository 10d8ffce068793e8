package io.holdfast.cli.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task as the API shows it, with its progress while it runs. */
public record Task(
    String id,
    String kind,
    String state,
    @Nullable String backupId,
    @Nullable String volumeId,
    @Nullable String host,
    int attempt,
    @Nullable String stage,
    @Nullable Long bytesTotal,
    @Nullable Long bytesDone,
    @Nullable Long bytesStored,
    @Nullable Double bytesPerSecond,
    @Nullable Long secondsLeft,
    @Nullable String message,
    @Nullable Boolean damaged,
    @Nullable String createdBy,
    @Nullable Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** Whether it has come to its end, of whichever kind. */
  public boolean isFinished() {
    return switch (state) {
      case "succeeded", "failed", "cancelled" -> true;
      default -> false;
    };
  }
}
