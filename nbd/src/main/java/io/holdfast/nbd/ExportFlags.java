package io.holdfast.nbd;

/**
 * What an export can do: NBD's transmission flags.
 *
 * @param bits 16 bits as they are on the wire
 */
public record ExportFlags(int bits) {
  private static final int HAS_FLAGS = 1;
  private static final int READ_ONLY = 1 << 1;
  private static final int FLUSH = 1 << 2;
  private static final int FUA = 1 << 3;
  private static final int TRIM = 1 << 5;
  private static final int WRITE_ZEROES = 1 << 6;
  private static final int DF = 1 << 7;
  private static final int MULTI_CONN = 1 << 8;
  private static final int FAST_ZERO = 1 << 11;

  public ExportFlags {
    bits &= 0xffff;
  }

  /** All that this module's server can do with a device. */
  public static ExportFlags full() {
    return new ExportFlags(
        HAS_FLAGS | FLUSH | FUA | TRIM | WRITE_ZEROES | DF | MULTI_CONN | FAST_ZERO);
  }

  public ExportFlags readOnly() {
    return new ExportFlags((bits | READ_ONLY) & ~(TRIM | WRITE_ZEROES | FAST_ZERO | FUA));
  }

  /** One connection only: what one writes another need not see. */
  public ExportFlags singleConnection() {
    return new ExportFlags(bits & ~MULTI_CONN);
  }

  /**
   * Structured replies were not negotiated, so a read can only be answered in one piece and saying
   * so is not allowed.
   */
  public ExportFlags simpleReplies() {
    return new ExportFlags(bits & ~DF);
  }

  public boolean isReadOnly() {
    return has(READ_ONLY);
  }

  public boolean canFlush() {
    return has(FLUSH);
  }

  public boolean canFua() {
    return has(FUA);
  }

  public boolean canTrim() {
    return has(TRIM);
  }

  public boolean canWriteZeroes() {
    return has(WRITE_ZEROES);
  }

  public boolean canFastZero() {
    return has(FAST_ZERO);
  }

  public boolean canDf() {
    return has(DF);
  }

  /** Several connections see the same data, and a flush on one covers all. */
  public boolean canMultiConn() {
    return has(MULTI_CONN);
  }

  private boolean has(int flag) {
    return (bits & HAS_FLAGS) != 0 && (bits & flag) != 0;
  }
}
