package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdErrorCode;
import java.io.IOException;

/** A device's failure with the error that the client is to see. */
public final class DeviceException extends IOException {
  private static final long serialVersionUID = 1;

  private final NbdErrorCode code;

  public DeviceException(NbdErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public DeviceException(NbdErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public NbdErrorCode code() {
    return code;
  }
}
