package io.holdfast.nbd;

/** Flags that a caller can put on a request. */
public enum CommandFlag {
  /** Answer only when the data is on stable storage. */
  FUA(1),
  /** Zeroes must stay allocated, so that a later write cannot run out of space. */
  NO_HOLE(1 << 1),
  /** A read is answered in one piece, or refused. */
  DF(1 << 2),
  /** Block status answers with one extent. */
  REQ_ONE(1 << 3),
  /** Zero quickly or refuse with {@link NbdErrorCode#ENOTSUP}; never write zeroes one by one. */
  FAST_ZERO(1 << 4);

  private final int bit;

  CommandFlag(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }

  /** Whether it is set in the flags of a request. */
  public boolean in(int flags) {
    return (flags & bit) != 0;
  }

  /** The flags as they go on the wire. */
  public static int bits(CommandFlag... flags) {
    int bits = 0;
    for (CommandFlag flag : flags) bits |= flag.bit;
    return bits;
  }
}
