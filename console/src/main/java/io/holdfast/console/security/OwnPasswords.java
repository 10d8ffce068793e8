package io.holdfast.console.security;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The passwords, by their hashes, with which a session goes on: the one that it was begun with, and
 * those that are set by itself. Who signs in by a provider has none.
 */
final class OwnPasswords {

  private static final String NONE = "";

  private final Set<String> hashes = ConcurrentHashMap.newKeySet();

  OwnPasswords(@Nullable String hash) {
    add(hash);
  }

  void add(@Nullable String hash) {
    hashes.add(Objects.requireNonNullElse(hash, NONE));
  }

  boolean hold(@Nullable String hash) {
    return hashes.contains(Objects.requireNonNullElse(hash, NONE));
  }
}
