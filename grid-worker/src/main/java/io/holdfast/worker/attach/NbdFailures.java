package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdNegotiationException;

/** What a failure of the NBD protocol means for a task. */
final class NbdFailures {

  private NbdFailures() {}

  /**
   * @param what what was being done, as the beginning of a sentence: "Volume x cannot be read …"
   */
  static BackupException of(String what, NbdException failure) {
    return new BackupException(kind(failure), "%s: %s".formatted(what, reason(failure)), failure);
  }

  private static FailureKind kind(NbdException failure) {
    return switch (failure) {
      case NbdErrorException error ->
          switch (error.code()) {
            // Storage behind a network may answer EIO for a moment; the attempts are limited.
            case EIO, ENOMEM, ESHUTDOWN -> FailureKind.RETRYABLE;
            case EPERM, EINVAL, ENOSPC, EOVERFLOW, ENOTSUP -> FailureKind.PERMANENT;
          };
      case NbdConnectionException _ -> FailureKind.RETRYABLE;
      case NbdNegotiationException refused ->
          switch (refused.reason()) {
            case UNREACHABLE, PROTOCOL, EXPORT_REFUSED -> FailureKind.RETRYABLE;
            case TLS -> FailureKind.MISCONFIGURED;
          };
    };
  }

  private static String reason(NbdException failure) {
    return switch (failure) {
      case NbdErrorException error ->
          switch (error.code()) {
            case EIO ->
                "the storage answers with an input/output error. Check the storage behind it.";
            case ENOSPC -> "the backend is full. Make room there, then try again.";
            case EPERM -> "the volume service does not permit it.";
            case ESHUTDOWN -> "the volume service is shutting down.";
            case EINVAL, EOVERFLOW, ENOTSUP, ENOMEM ->
                "the volume service refuses the request (%s).".formatted(error.code());
          };
      case NbdConnectionException broken -> "the connection broke (%s).".formatted(text(broken));
      case NbdNegotiationException refused ->
          switch (refused.reason()) {
            case EXPORT_REFUSED ->
                "the volume service no longer offers this connection; it was cut, or the service"
                    + " was restarted.";
            case UNREACHABLE, PROTOCOL, TLS -> text(refused);
          };
    };
  }

  private static String text(NbdException failure) {
    return String.valueOf(failure.getMessage());
  }
}
