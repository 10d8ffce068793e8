package io.holdfast.engine.run;

import java.util.Arrays;

/** The frames of one pack that backups need. Safe from many threads. */
final class NeededFrames {
  private int[] offsets = new int[4];
  private int count;
  private long bytes;

  synchronized void add(int offsetBytes, int storedBytes) {
    int found = Arrays.binarySearch(offsets, 0, count, offsetBytes);
    if (found >= 0) {
      return;
    }
    int at = -found - 1;
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
    }
    System.arraycopy(offsets, at, offsets, at + 1, count - at);
    offsets[at] = offsetBytes;
    count++;
    bytes += storedBytes;
  }

  synchronized boolean contains(int offsetBytes) {
    return Arrays.binarySearch(offsets, 0, count, offsetBytes) >= 0;
  }

  synchronized long bytes() {
    return bytes;
  }
}
