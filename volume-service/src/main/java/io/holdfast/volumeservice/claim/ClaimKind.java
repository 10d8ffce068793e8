package io.holdfast.volumeservice.claim;

/** How much of a volume somebody needs. */
public enum ClaimKind {
  /** That it stays there, as for taking a snapshot while others read or write. */
  KEEP,
  /** That nobody writes. */
  READ,
  /** To write, alone. */
  WRITE,
  /** All of it, to change or delete it. */
  ALONE;

  boolean allows(ClaimKind other) {
    return switch (this) {
      case KEEP -> other != ALONE;
      case READ -> other == KEEP || other == READ;
      case WRITE -> other == KEEP;
      case ALONE -> false;
    };
  }
}
