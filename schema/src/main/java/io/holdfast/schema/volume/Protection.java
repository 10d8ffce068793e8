package io.holdfast.schema.volume;

import java.util.Set;

/**
 * Whether a volume could be brought back as it was lately, by a backup of which no part was found
 * damaged. A backup is fresh when it is as new as every policy that covers the volume asks for,
 * and, when none does, as the setting {@code protection.maximum-age} asks for. In the order in
 * which they need somebody.
 */
public enum Protection {
  /** No such backup. */
  UNPROTECTED,
  /** The last try failed, and there is no fresh backup. */
  FAILED,
  /** The newest backup is not fresh. */
  LATE,
  /** There is a fresh backup. */
  PROTECTED;

  /** Those that need somebody. */
  public static final Set<Protection> WANTING = Set.of(UNPROTECTED, FAILED, LATE);

  /** The word for it in the API and the pages. */
  public String value() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
