package io.holdfast.grid;

/**
 * Told who enters and leaves the grid. Called on a thread of the grid's own, one event after the
 * other: an implementation hands long work over and returns. An event may be lost or doubled around
 * a network fault, so it is a nudge to look, never the truth.
 */
public interface MembershipListener {

  /** A process entered and may be called. */
  void joined(GridMember member);

  /** A process left in order, or is believed dead. */
  void left(GridMember member);
}
