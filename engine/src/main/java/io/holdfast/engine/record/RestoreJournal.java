package io.holdfast.engine.record;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;

/** How far a restore is for good, so that it can be resumed. Used by one thread at a time. */
public interface RestoreJournal {
  /** A restore that always starts at the beginning. */
  RestoreJournal NONE =
      new RestoreJournal() {
        @Override
        public long positionBytes() {
          return 0;
        }

        @Override
        public void advance(long positionBytes) {}
      };

  /** Everything before this offset is written and flushed. */
  long positionBytes();

  /**
   * Called every few seconds after a flush, with growing positions.
   *
   * @throws BackupException {@link FailureKind#FENCED} if the task is no longer this process's own
   */
  void advance(long positionBytes);
}
