package io.holdfast.console.mount;

import java.io.IOException;

/** A file could not be read to its end: what was written of it is not whole. */
public final class CutOffException extends IOException {

  private static final long serialVersionUID = 1L;

  CutOffException(String message, Throwable cause) {
    super(message, cause);
  }
}
