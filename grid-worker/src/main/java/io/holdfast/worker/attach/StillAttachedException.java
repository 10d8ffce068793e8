package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;

/** The volume has a writer that is being cut off. Nothing is wrong: the task has only to wait. */
public final class StillAttachedException extends BackupException {

  private static final long serialVersionUID = 1L;

  StillAttachedException(String message) {
    super(FailureKind.RETRYABLE, message);
  }
}
