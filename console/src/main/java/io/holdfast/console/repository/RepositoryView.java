package io.holdfast.console.repository;

import io.holdfast.schema.repository.Repository;
import io.holdfast.schema.repository.RepositoryState;
import io.holdfast.schema.repository.RepositoryUsage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A repository without its secret.
 *
 * @param message why it is unavailable; {@code null} when it is not
 * @param passphraseFile where each worker finds the passphrase; {@code null} when the database
 *     holds it or there is none knows
 * @param verifiedAt when all of it was last read again; {@code null}: never
 */
public record RepositoryView(
    UUID id,
    String name,
    String driver,
    String location,
    boolean encrypted,
    @Nullable String passphraseFile,
    RepositoryState state,
    @Nullable String message,
    @Nullable Integer chunkSizeBytes,
    @Nullable Integer maxRunningTasks,
    boolean isDefault,
    RepositoryUsage usage,
    @Nullable Instant verifiedAt,
    Instant createdAt) {

  private static final String FILE = "file:";

  static RepositoryView of(Repository row, RepositoryUsage usage) {
    String passphrase = row.passphrase();
    return new RepositoryView(
        row.id(),
        row.name(),
        row.driver(),
        row.location(),
        row.encrypted(),
        passphrase != null && passphrase.startsWith(FILE)
            ? passphrase.substring(FILE.length())
            : null,
        row.state(),
        row.message(),
        row.chunkSizeBytes(),
        row.maxRunningTasks(),
        row.isDefault(),
        usage,
        row.verifiedAt(),
        row.createdAt());
  }
}
