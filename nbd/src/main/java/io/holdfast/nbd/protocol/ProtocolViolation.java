package io.holdfast.nbd.protocol;

import java.io.IOException;

/** The other side sent what the protocol does not allow; the connection cannot go on. */
public final class ProtocolViolation extends IOException {
  private static final long serialVersionUID = 1;

  public ProtocolViolation(String message) {
    super(message);
  }
}
