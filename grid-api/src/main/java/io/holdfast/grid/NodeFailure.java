package io.holdfast.grid;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.Ignite;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;

/**
 * Hands Ignite's critical failures to the process instead of halting the machine, as Ignite's own
 * handler would: nobody else's work, exports or database in this process may end without order.
 */
final class NodeFailure extends AbstractFailureHandler {

  private final GridFailureListener listener;
  private final Runnable putOut;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param putOut told when the others have put this node out of the grid; must not block
   */
  NodeFailure(GridFailureListener listener, Runnable putOut) {
    this.listener = listener;
    this.putOut = putOut;
  }

  @Override
  protected boolean handle(Ignite node, FailureContext failure) {
    if (failure.type() == FailureType.SEGMENTATION) {
      putOut.run();
    } else if (told.compareAndSet(false, true)) {
      Throwable cause = failure.error();
      listener.gridFailed(
          "The grid node broke (%s%s)."
              .formatted(failure.type(), cause == null ? "" : ": " + cause.getMessage()));
    }
    return true;
  }
}
