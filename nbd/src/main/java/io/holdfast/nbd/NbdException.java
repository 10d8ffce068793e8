package io.holdfast.nbd;

import java.io.IOException;

/**
 * What can go wrong with NBD: the server said no, the connection broke, or none came about.
 * Messages hold no export name.
 */
public abstract sealed class NbdException extends IOException
    permits NbdErrorException, NbdConnectionException, NbdNegotiationException {
  NbdException(String message) {
    super(message);
  }

  NbdException(String message, Throwable cause) {
    super(message, cause);
  }
}
