package io.holdfast.schema.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as a row.
 *
 * @param projectId where the user's new volumes and backups go; for a member the only project seen
 */
public record User(
    UUID id,
    String name,
    String passwordHash,
    Role role,
    @Nullable UUID projectId,
    boolean enabled,
    Instant createdAt,
    @Nullable Instant signedInAt) {

  @Override
  public String toString() {
    return "User[%s, %s, %s]".formatted(id, name, role.value());
  }
}
