package io.holdfast.volumeservice.backend;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a backend keeps.
 *
 * @param name what people call it; of a snapshot or temporary volume its id
 * @param sizeBytes size of the block device
 * @param origin of a snapshot its volume, of a temporary volume its snapshot; else {@code null}
 * @param inUse whether it is marked as used by somebody besides Holdfast
 * @param problem why it cannot be opened now, as a sentence; {@code null} when it can
 */
public record StoredVolume(
    UUID id,
    Kind kind,
    String name,
    long sizeBytes,
    @Nullable UUID origin,
    boolean inUse,
    @Nullable String problem) {

  /** What it is for. */
  public enum Kind {
    VOLUME("volume"),
    TEMPORARY_VOLUME("temporary volume"),
    SNAPSHOT("snapshot");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
