package io.holdfast.grid.worker;

import java.util.UUID;

/**
 * What the dispatcher and the console ask of one worker. Every method throws {@link
 * io.holdfast.grid.call.GridCallException} when the worker cannot be asked.
 */
public interface WorkerControl {

  /** Offers a queued task; the worker claims it in the database before it says {@code ACCEPTED}. */
  RunReply run(UUID taskId);

  /**
   * Says that cancelling was requested in the database, so that the worker looks at once.
   *
   * @return whether the task runs there
   */
  boolean cancel(UUID taskId);
}
