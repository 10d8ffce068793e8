package io.holdfast.nbd.client;

import io.holdfast.nbd.BlockSizes;

/** What an export's size and block sizes allow requests to be. */
final class Ranges {
  /**
   * For requests without data: far below the 4 GiB that fit into 32 bits, so that none takes a
   * server too long.
   */
  static final int MAX_DATALESS_BYTES = 256 << 20;

  private final long sizeBytes;
  private final BlockSizes sizes;

  Ranges(long sizeBytes, BlockSizes sizes) {
    this.sizeBytes = sizeBytes;
    this.sizes = sizes;
  }

  /**
   * Refuses what no server would take: a range outside of the export, or one that cuts through a
   * block.
   */
  void check(String what, long offset, long length) {
    if (offset < 0 || length < 0 || offset > sizeBytes || length > sizeBytes - offset) {
      throw new IllegalArgumentException(
          "%s of %d bytes at %d is outside of the export's %d bytes"
              .formatted(what, length, offset, sizeBytes));
    }
    int minimum = sizes.minimum();
    boolean reachesEnd = offset + length == sizeBytes;
    if (offset % minimum != 0 || (length % minimum != 0 && !reachesEnd)) {
      throw new IllegalArgumentException(
          "%s of %d bytes at %d cuts through a block: the export has blocks of %d bytes"
              .formatted(what, length, offset, minimum));
    }
  }

  /** Longest read or write. */
  int maxData() {
    return sizes.maximum();
  }
}
