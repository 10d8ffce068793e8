package io.holdfast.engine.chunk;

import java.util.Arrays;

/** Tells whether a chunk is all zeros, at the speed of memory. */
public final class ZeroTest {
  private static final byte[] ZEROS = new byte[64 * 1024];

  private ZeroTest() {}

  public static boolean isZero(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at += ZEROS.length) {
      int length = Math.min(ZEROS.length, to - at);
      if (!Arrays.equals(bytes, at, at + length, ZEROS, 0, length)) {
        return false;
      }
    }
    return true;
  }
}
