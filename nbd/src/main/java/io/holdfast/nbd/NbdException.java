package io.holdfast.nbd;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with NBD: the server said no, the connection broke, or none came about.
 * Messages hold no export name.
 */
public abstract sealed class NbdException extends IOException
    permits NbdErrorException, NbdConnectionException, NbdNegotiationException {
  NbdException(String message) {
    super(message);
  }

  NbdException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
