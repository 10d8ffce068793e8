package io.holdfast.worker.task;

import io.holdfast.engine.Progress;

/** The progress of several runs, one after the other, as that of their task. */
final class RunsInTurn implements Progress {

  private static final Amounts NOTHING = new Amounts(0, 0, 0, 0);

  private final Progress task;
  private final long totalBytes;
  private Amounts ended = NOTHING;
  private Amounts running = NOTHING;

  /**
   * @param totalBytes of all runs, as far as is known before
   */
  RunsInTurn(Progress task, long totalBytes) {
    this.task = task;
    this.totalBytes = totalBytes;
  }

  @Override
  public synchronized void update(Amounts now) {
    running = now;
    Amounts all = together();
    task.update(
        new Amounts(
            all.doneBytes(),
            Math.max(totalBytes, all.doneBytes()),
            all.readBytes(),
            all.storedBytes()));
  }

  /** Between two runs. */
  synchronized void next() {
    ended = together();
    running = NOTHING;
  }

  private Amounts together() {
    return new Amounts(
        ended.doneBytes() + running.doneBytes(),
        totalBytes,
        ended.readBytes() + running.readBytes(),
        ended.storedBytes() + running.storedBytes());
  }
}
