package io.holdfast.mount.export;

import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which blocks of a device were written: one bit for each 4 KiB, in pages that come to be when the
 * first of their bits is set, so that memory follows what is written and not the device's size.
 * Each page's own lock guards it.
 */
final class WrittenBlocks {
  static final int BLOCK_BYTES = 4096;
  private static final int BLOCKS_PER_PAGE = 1 << 15;

  private final ConcurrentHashMap<Long, BitSet> pages = new ConcurrentHashMap<>();

  void set(long firstBlock, long endBlock) {
    for (long at = firstBlock; at < endBlock; ) {
      long page = at / BLOCKS_PER_PAGE;
      long end = Math.min(endBlock, (page + 1) * BLOCKS_PER_PAGE);
      BitSet bits = pages.computeIfAbsent(page, _ -> new BitSet(BLOCKS_PER_PAGE));
      synchronized (bits) {
        bits.set((int) (at % BLOCKS_PER_PAGE), (int) (end - 1 - page * BLOCKS_PER_PAGE) + 1);
      }
      at = end;
    }
  }

  boolean get(long block) {
    BitSet bits = pages.get(block / BLOCKS_PER_PAGE);
    if (bits == null) {
      return false;
    }
    synchronized (bits) {
      return bits.get((int) (block % BLOCKS_PER_PAGE));
    }
  }

  /**
   * The first block after {@code block}, at most {@code end}, that is not {@code written} as that
   * one was when it was asked.
   */
  long endOfRun(long block, boolean written, long end) {
    for (long at = block + 1; at < end; ) {
      long page = at / BLOCKS_PER_PAGE;
      long pageEnd = (page + 1) * BLOCKS_PER_PAGE;
      long found = next(page, (int) (at % BLOCKS_PER_PAGE), !written);
      if (found < pageEnd) {
        return Math.min(end, found);
      }
      at = pageEnd;
    }
    return end;
  }

  private long next(long page, int from, boolean written) {
    long start = page * BLOCKS_PER_PAGE;
    BitSet bits = pages.get(page);
    if (bits == null) {
      return written ? start + BLOCKS_PER_PAGE : start + from;
    }
    synchronized (bits) {
      int found = written ? bits.nextSetBit(from) : bits.nextClearBit(from);
      return found < 0 || found > BLOCKS_PER_PAGE ? start + BLOCKS_PER_PAGE : start + found;
    }
  }
}
