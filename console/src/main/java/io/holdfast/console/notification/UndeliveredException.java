package io.holdfast.console.notification;

/**
 * A message was not taken by the other side. Says why in a sentence for people, without secrets.
 */
final class UndeliveredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  UndeliveredException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  UndeliveredException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
