package io.holdfast.schema.repository;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A repository as a row.
 *
 * @param number stands for the id in the chunk index
 * @param storageId in the repository's own description, if it is not {@code id}
 * @param passphrase a secret, or {@code file:} and the path of a file that holds it; {@code null}
 *     without encryption
 * @param message why it is unavailable
 * @param chunkSizeBytes {@code null} until it has been opened once
 * @param maxRunningTasks {@code null}: no limit knows
 * @param verifiedAt when all of it was last read again; {@code null}: never
 */
public record Repository(
    int number,
    UUID id,
    @Nullable UUID storageId,
    String name,
    String driver,
    String location,
    Map<String, String> options,
    boolean encrypted,
    @Nullable String passphrase,
    RepositoryState state,
    @Nullable String message,
    @Nullable Integer chunkSizeBytes,
    @Nullable Integer maxRunningTasks,
    boolean isDefault,
    @Nullable Instant verifiedAt,
    Instant createdAt,
    Instant updatedAt) {

  /** The id that the repository's own description must have. */
  public UUID expectedStorageId() {
    return storageId == null ? id : storageId;
  }

  /** Without the passphrase. */
  @Override
  public String toString() {
    return "Repository[%s, %s, %s, %s]".formatted(id, name, driver, location);
  }
}
