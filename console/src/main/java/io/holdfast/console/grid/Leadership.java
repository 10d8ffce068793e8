package io.holdfast.console.grid;

import io.holdfast.schema.node.NodeQueries;
import java.util.List;
import java.util.UUID;

/**
 * Which console does what one of them is to do for all, dispatching above all: the oldest in the
 * grid whose lease has not run out. An older one that is in the grid but cut off from the database
 * can do none of it.
 */
final class Leadership {

  private final NodeQueries nodes;

  Leadership(NodeQueries nodes) {
    this.nodes = nodes;
  }

  /**
   * Whether it is with this console.
   *
   * @param consoles incarnations of those in the grid, the oldest first
   */
  boolean isWith(UUID self, List<UUID> consoles) {
    int place = consoles.indexOf(self);
    return place == 0 || place > 0 && !nodes.anyHoldsLease(consoles.subList(0, place));
  }
}
