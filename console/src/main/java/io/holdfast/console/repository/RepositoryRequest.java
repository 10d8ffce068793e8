package io.holdfast.console.repository;

import org.jspecify.annotations.Nullable;

/**
 * A repository that is to be used, as it was typed in.
 *
 * @param driver {@code posix}, which is also what {@code null} means
 * @param location for {@code posix} an absolute path that every worker sees
 * @param encrypted {@code null}: yes
 * @param passphrase a secret of at least 12 characters, or {@code file:} and an absolute path;
 *     {@code null} makes a random one
 */
public record RepositoryRequest(
    @Nullable String name,
    @Nullable String driver,
    @Nullable String location,
    @Nullable Boolean encrypted,
    @Nullable String passphrase) {

  /** Without the passphrase. */
  @Override
  public String toString() {
    return "RepositoryRequest[%s, %s, %s]".formatted(name, driver, location);
  }
}
