package io.holdfast.engine.seal;

import java.util.Optional;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What seals the frames of one object (a pack, a manifest): its random id and a key that is used
 * for no other object. A frame's ordinal is its nonce, which therefore never repeats under a key.
 *
 * @see "docs/decisions/008-nonces.md"
 */
public final class ObjectKey {
  final long idHigh;
  final long idLow;
  private final @Nullable SecretKey key;

  ObjectKey(long idHigh, long idLow, @Nullable SecretKey key) {
    this.idHigh = idHigh;
    this.idLow = idLow;
    this.key = key;
  }

  /** Empty in a repository without encryption. */
  Optional<SecretKey> key() {
    return Optional.ofNullable(key);
  }
}
