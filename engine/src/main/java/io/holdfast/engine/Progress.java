package io.holdfast.engine;

/**
 * Hears how far a run is. Called from threads of the run, by one at a time, and often: an
 * implementation that does more than remember the numbers thins them out itself. No number ever
 * goes back.
 */
@FunctionalInterface
public interface Progress {
  Progress NONE = amounts -> {};

  void update(Amounts amounts);

  /**
   * @param doneBytes of the volume's logical bytes; holes, zeros and what an earlier attempt did
   *     count as done
   * @param totalBytes the volume's size, which {@code doneBytes} reaches at the end
   * @param readBytes read from the volume (a backup) or the repository (a restore, a verify)
   * @param storedBytes written to the repository (a backup) or the volume (a restore)
   */
  record Amounts(long doneBytes, long totalBytes, long readBytes, long storedBytes) {}
}
