package io.holdfast.console.worker;

import io.holdfast.console.task.TaskView;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeState;
import java.util.List;

/**
 * A worker's newest incarnation.
 *
 * @param inGrid whether this console sees it in the grid
 * @param running what it runs now
 */
public record WorkerView(Node node, boolean inGrid, List<TaskView> running) {

  /** How a worker is doing, in one word. */
  public enum Standing {
    UP,
    DRAINING,
    /** Its lease ran out, or it left the grid; its tasks go on elsewhere once it is fenced. */
    LOST,
    /** It ended. */
    DOWN
  }

  public WorkerView {
    running = List.copyOf(running);
  }

  public Standing standing() {
    if (node.state() == NodeState.CLOSED) {
      return Standing.DOWN;
    }
    if (!node.leaseValid() || !inGrid) {
      return Standing.LOST;
    }
    return node.state() == NodeState.DRAINING ? Standing.DRAINING : Standing.UP;
  }
}
