package io.holdfast.console.volume;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A volume that somebody wants, as it was typed in.
 *
 * @param backend {@code null}: the one with the most room
 * @param projectId {@code null}: the caller's own
 */
public record VolumeRequest(
    @Nullable String name,
    @Nullable Long sizeBytes,
    @Nullable String backend,
    @Nullable UUID projectId,
    @Nullable String description,
    @Nullable Map<String, String> metadata) {

  /** An empty volume on the backend with the most room. */
  public static VolumeRequest of(String name, long sizeBytes) {
    return new VolumeRequest(name, sizeBytes, null, null, null, null);
  }
}
