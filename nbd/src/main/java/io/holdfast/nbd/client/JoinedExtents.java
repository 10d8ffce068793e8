package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdExtent;
import java.util.ArrayList;
import java.util.List;

/** A list of extents in which neighbours of one kind become one. */
final class JoinedExtents {
  private final List<NbdExtent> joined = new ArrayList<>();

  void addAll(List<NbdExtent> extents) {
    for (NbdExtent extent : extents) add(extent);
  }

  private void add(NbdExtent extent) {
    if (!joined.isEmpty() && joined.getLast().flags() == extent.flags()) {
      NbdExtent last = joined.removeLast();
      joined.add(new NbdExtent(last.offset(), last.length() + extent.length(), last.flags()));
    } else {
      joined.add(extent);
    }
  }

  /** Where the last one ends. */
  long end() {
    return joined.getLast().end();
  }

  List<NbdExtent> list() {
    return List.copyOf(joined);
  }
}
