package io.holdfast.nbd;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke, was cut by the server, stalled, or the other side broke the protocol. All
 * requests that were on it fail with this; whether a write among them reached the device is
 * unknown.
 */
public final class NbdConnectionException extends NbdException {
  private static final long serialVersionUID = 1;

  public NbdConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
