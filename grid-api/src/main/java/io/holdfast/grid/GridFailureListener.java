package io.holdfast.grid;

/**
 * Told once when this process's own node broke beyond repair. The process decides; most end
 * themselves in order so that their supervisor starts them anew. Called on a thread of the grid's
 * own, which must not be blocked.
 */
@FunctionalInterface
public interface GridFailureListener {

  /**
   * The node can no longer take part.
   *
   * @param reason a sentence for people
   */
  void gridFailed(String reason);
}
