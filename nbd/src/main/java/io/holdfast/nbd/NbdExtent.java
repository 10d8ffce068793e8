package io.holdfast.nbd;

/**
 * A stretch of an export that is of one kind by {@code base:allocation}, or by another metadata
 * context when asked for one.
 *
 * @param offset in bytes from the start of the export
 * @param length in bytes, at least 1
 * @param flags what the context says of it; for {@code base:allocation} bit 0 is hole, bit 1 is
 *     zero
 */
public record NbdExtent(long offset, long length, int flags) {
  /** Not allocated on the server's storage. */
  public static final int HOLE = 1;

  /** Reads as zeroes. */
  public static final int ZERO = 1 << 1;

  public NbdExtent {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException(
          "No extent has offset %d and length %d".formatted(offset, length));
    }
  }

  /** Allocated and perhaps not zero. */
  public static NbdExtent data(long offset, long length) {
    return new NbdExtent(offset, length, 0);
  }

  /** Not allocated; reads as zeroes. */
  public static NbdExtent hole(long offset, long length) {
    return new NbdExtent(offset, length, HOLE | ZERO);
  }

  public long end() {
    return offset + length;
  }

  public boolean isHole() {
    return (flags & HOLE) != 0;
  }

  public boolean isZero() {
    return (flags & ZERO) != 0;
  }

  /**
   * Must be read to know what is in it. A hole that is not said to read as zeroes is data in this
   * sense.
   */
  public boolean isData() {
    return !isZero();
  }
}
