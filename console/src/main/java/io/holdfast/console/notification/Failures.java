package io.holdfast.console.notification;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What goes wrong on a network, in words. */
final class Failures {

  private Failures() {}

  /**
   * A sentence's end.
   *
   * @param said what to say of failures that are none of the known ones
   */
  static String words(Throwable failure, String said) {
    if (isUnknownHost(failure)) {
      return "no host has that name.";
    }
    return switch (failure) {
      case SocketTimeoutException _, HttpTimeoutException _ -> "it did not answer in time.";
      case ConnectException _ -> "nobody answers there (connection refused).";
      case SSLException e ->
          "the secure connection failed (%s). Check the kind of security, the port and the certificate."
              .formatted(e.getMessage());
      default -> said;
    };
  }

  private static boolean isUnknownHost(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof UnknownHostException
            || failure instanceof UnresolvedAddressException
            || isUnknownHost(failure.getCause()));
  }
}
