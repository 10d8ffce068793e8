package io.holdfast.engine.run;

import io.holdfast.engine.extent.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Collects damaged ranges from many threads; neighbours become one range. */
final class DamageList {
  private final Map<Long, ByteRange> ranges = new ConcurrentSkipListMap<>();

  void add(ByteRange range) {
    ranges.put(range.offsetBytes(), range);
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  List<ByteRange> ranges() {
    List<ByteRange> joined = new ArrayList<>();
    for (ByteRange range : ranges.values()) {
      if (!joined.isEmpty() && joined.getLast().endBytes() == range.offsetBytes()) {
        long start = joined.removeLast().offsetBytes();
        joined.add(new ByteRange(start, range.endBytes() - start));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
