package io.holdfast.nbd;

/** The server answered one request with an error; the connection goes on. */
public final class NbdErrorException extends NbdException {
  private static final long serialVersionUID = 1;

  private final int errno;

  public NbdErrorException(int errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** The number as the server sent it. */
  public int errno() {
    return errno;
  }

  /**
   * What the number means; a number that NBD does not define counts as {@link NbdErrorCode#EINVAL},
   * as its specification demands.
   */
  public NbdErrorCode code() {
    return NbdErrorCode.of(errno);
  }
}
