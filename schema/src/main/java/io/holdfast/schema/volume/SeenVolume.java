package io.holdfast.schema.volume;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A volume that a volume service has listed.
 *
 * @param problem why it cannot be used now, as a sentence; {@code null} when it can
 */
public record SeenVolume(
    UUID id, String name, long sizeBytes, boolean inUse, @Nullable String problem) {

  /** A volume that can be used. */
  public SeenVolume(UUID id, String name, long sizeBytes, boolean inUse) {
    this(id, name, sizeBytes, inUse, null);
  }
}
