package io.holdfast.engine.extent;

import io.holdfast.engine.extent.Extent.Content;
import java.util.ArrayList;
import java.util.List;

/** Where one stretch of a volume has data, in order, with neighbours joined. */
public final class DataRanges {
  private final List<ByteRange> ranges;

  private DataRanges(List<ByteRange> ranges) {
    this.ranges = ranges;
  }

  /**
   * Takes over what a source said, and checks that it said it of the whole stretch: a gap that went
   * unnoticed would be data that is not backed up.
   */
  public static DataRanges of(ByteRange stretch, List<Extent> extents) {
    List<ByteRange> ranges = new ArrayList<>();
    long position = stretch.offsetBytes();
    for (Extent extent : extents) {
      ByteRange range = extent.range();
      if (range.offsetBytes() != position) {
        throw new IllegalStateException("extents leave a gap at " + position + ": " + extents);
      }
      position = range.endBytes();
      if (extent.content() == Content.DATA) {
        append(ranges, range);
      }
    }
    if (position != stretch.endBytes()) {
      throw new IllegalStateException("extents end at " + position + " of " + stretch);
    }
    return new DataRanges(ranges);
  }

  /** A stretch of which nobody asked where it has holes: all of it counts as data. */
  public static DataRanges everything(ByteRange stretch) {
    return new DataRanges(List.of(stretch));
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /**
   * The data in a part of the stretch, its borders widened to multiples of {@code granularity} so
   * that many small holes do not make many small reads.
   *
   * @param part begins at a multiple of {@code granularity}
   */
  public List<ByteRange> within(ByteRange part, int granularity) {
    List<ByteRange> found = new ArrayList<>();
    for (int i = firstEndingAfter(part.offsetBytes()); i < ranges.size(); i++) {
      ByteRange range = ranges.get(i);
      if (range.offsetBytes() >= part.endBytes()) {
        break;
      }
      long start = Math.max(part.offsetBytes(), floor(range.offsetBytes(), granularity));
      long end = Math.min(part.endBytes(), floor(range.endBytes() + granularity - 1, granularity));
      append(found, new ByteRange(start, end - start));
    }
    return found;
  }

  private int firstEndingAfter(long position) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).endBytes() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long floor(long position, int granularity) {
    return position - position % granularity;
  }

  private static void append(List<ByteRange> ranges, ByteRange next) {
    if (!ranges.isEmpty() && ranges.getLast().endBytes() >= next.offsetBytes()) {
      long start = ranges.removeLast().offsetBytes();
      ranges.add(new ByteRange(start, next.endBytes() - start));
    } else {
      ranges.add(next);
    }
  }
}
