package io.holdfast.schema.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as a row.
 *
 * @param passwordHash {@code null}: the user has none, and signs in by a provider only
 * @param projectId where the user's new volumes and backups go; for a member the only project seen
 * @param issuer the provider of OpenID Connect that the user comes by; {@code null}: none
 */
public record User(
    UUID id,
    String name,
    @Nullable String passwordHash,
    Role role,
    @Nullable UUID projectId,
    boolean enabled,
    Instant createdAt,
    @Nullable Instant signedInAt,
    @Nullable String issuer) {

  @Override
  public String toString() {
    return "User[%s, %s, %s]".formatted(id, name, role.value());
  }
}
