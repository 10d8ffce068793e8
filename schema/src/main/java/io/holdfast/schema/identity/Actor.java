package io.holdfast.schema.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is done.
 *
 * @param userId {@code null} for a schedule or a part of Holdfast itself
 * @param name what the audit shows
 */
public record Actor(@Nullable UUID userId, String name) {

  /** A part of Holdfast itself. */
  public static Actor system(String name) {
    return new Actor(null, name);
  }
}
