package io.holdfast.grid.volume;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;

/**
 * A request to a volume service that failed; the same on the service's and on the caller's side.
 */
public final class VolumeServiceException extends GridCallException {

  private static final long serialVersionUID = 1L;

  public VolumeServiceException(FailureKind kind, String message) {
    super(kind, message);
  }

  public VolumeServiceException(FailureKind kind, String message, Throwable cause) {
    super(kind, message, cause);
  }
}
