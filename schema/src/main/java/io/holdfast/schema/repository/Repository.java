package io.holdfast.schema.repository;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A repository as a row.
 *
 * @param number stands for the id in the chunk index
 * @param passphrase a secret, or {@code file:} and the path of a file that holds it; {@code null}
 *     without encryption
 * @param message why it is unavailable
 * @param chunkSizeBytes {@code null} until it has been opened once
 * @param maxRunningTasks {@code null}: no limit
 */
public record Repository(
    int number,
    UUID id,
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
    Instant createdAt,
    Instant updatedAt) {

  /** Without the passphrase. */
  @Override
  public String toString() {
    return "Repository[%s, %s, %s, %s]".formatted(id, name, driver, location);
  }
}
