package io.holdfast.nbd;

/** The error numbers that NBD defines for replies; they equal Linux's. */
public enum NbdErrorCode {
  EPERM(1),
  EIO(5),
  ENOMEM(12),
  EINVAL(22),
  ENOSPC(28),
  EOVERFLOW(75),
  ENOTSUP(95),
  ESHUTDOWN(108);

  private final int errno;

  NbdErrorCode(int errno) {
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }

  /** The code of a number; EINVAL for any that NBD does not define. */
  public static NbdErrorCode of(int errno) {
    for (NbdErrorCode code : values()) if (code.errno == errno) return code;
    return EINVAL;
  }
}
