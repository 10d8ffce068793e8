package io.holdfast.worker.lease;

/** Another live process has this host name; the message says which, and what to do. */
public final class HostTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HostTakenException(String message) {
    super(message);
  }
}
