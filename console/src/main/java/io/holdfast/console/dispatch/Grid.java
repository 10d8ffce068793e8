package io.holdfast.console.dispatch;

import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.worker.RunReply;
import java.util.Set;
import java.util.UUID;

/** What the dispatcher needs of the grid. */
interface Grid {

  /**
   * Whether this console is the one that dispatches now.
   *
   * @throws org.jooq.exception.DataAccessException when that cannot be looked up
   */
  boolean dispatchesHere();

  /** Incarnations of the workers that can be called now. */
  Set<UUID> workers();

  /**
   * Offers a task to the worker of a host and waits for its answer.
   *
   * @throws io.holdfast.grid.call.GridCallException when it cannot be asked
   */
  RunReply offer(String workerHost, UUID taskId);

  /** The volume service of a host; whether it is there shows when it is called. */
  VolumeService volumeService(String host);
}
