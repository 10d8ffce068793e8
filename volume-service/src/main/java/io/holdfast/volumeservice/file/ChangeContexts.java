package io.holdfast.volumeservice.file;

import io.holdfast.nbd.NbdExtent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an image whose content is that of a mark tells of changes: for each mark before it a
 * metadata context, {@value #PREFIX} with that mark. Bit 0 of an extent's flags says that it may
 * have changed since.
 *
 * <p>The periods are joined when a context is first asked for, and those of one context are kept;
 * the object's own lock guards them.
 */
final class ChangeContexts {
  static final String PREFIX = "holdfast:changed/";
  static final int CHANGED = 1;

  private final ChangeHistory history;
  private final UUID mark;
  private final List<String> names;
  private String joined = "";
  private Optional<BitSet> blocks = Optional.empty();

  private ChangeContexts(ChangeHistory history, UUID mark, List<UUID> earlier) {
    this.history = history;
    this.mark = mark;
    this.names = earlier.stream().map(base -> PREFIX + base).toList();
  }

  static ChangeContexts at(UUID mark, ChangeHistory history) {
    return new ChangeContexts(history, mark, history.before(mark));
  }

  List<String> names() {
    return names;
  }

  /** The extents of one of the names, as a device answers. */
  List<NbdExtent> extents(String name, long offset, long length, int maxExtents) {
    Optional<BitSet> known = blocks(name);
    if (known.isEmpty()) {
      return List.of(new NbdExtent(offset, length, CHANGED));
    }
    BitSet changed = known.get();
    List<NbdExtent> extents = new ArrayList<>();
    long end = offset + length;
    for (long at = offset; at < end && extents.size() < maxExtents; ) {
      int block = (int) (at / Period.BLOCK_BYTES);
      boolean isChanged = changed.get(block);
      int next = isChanged ? changed.nextClearBit(block) : changed.nextSetBit(block);
      long runEnd = next < 0 ? end : Math.min(end, (long) next * Period.BLOCK_BYTES);
      extents.add(new NbdExtent(at, runEnd - at, isChanged ? CHANGED : 0));
      at = runEnd;
    }
    return extents;
  }

  /** Empty when it is not known after all, though it was said to be: all counts as changed. */
  private synchronized Optional<BitSet> blocks(String name) {
    if (!joined.equals(name)) {
      blocks = history.between(UUID.fromString(name.substring(PREFIX.length())), mark);
      joined = name;
    }
    return blocks;
  }
}
