package io.holdfast.console.identity;

import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.User;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user without the password's hash.
 *
 * @param issuer the provider that the user comes by; {@code null}: the user has a password here
 */
public record UserView(
    UUID id,
    String name,
    Role role,
    @Nullable UUID projectId,
    boolean enabled,
    Instant createdAt,
    @Nullable Instant signedInAt,
    @Nullable String issuer) {

  static UserView of(User user) {
    return new UserView(
        user.id(),
        user.name(),
        user.role(),
        user.projectId(),
        user.enabled(),
        user.createdAt(),
        user.signedInAt(),
        user.issuer());
  }
}
