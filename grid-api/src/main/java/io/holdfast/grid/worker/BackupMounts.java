package io.holdfast.grid.worker;

import io.holdfast.grid.call.AnswersWithin;
import io.holdfast.grid.volume.ConnectionInfo;
import java.util.UUID;

/**
 * Backups that a worker exports for instant use. They live in the worker's process only and end
 * with it; nobody else waits for them, so nothing of them is in the database. Every method throws
 * {@link io.holdfast.grid.call.GridCallException} when the worker cannot be asked.
 */
public interface BackupMounts {

  /** A mount that nobody renewed for so long ends by itself. */
  int LEASE_SECONDS = 60;

  /**
   * Exports a backup. The same id again answers the same connection.
   *
   * @param mountId made by the caller
   * @param writable whether it takes writes, which are thrown away at the end
   * @throws io.holdfast.grid.call.GridCallException as {@code BUSY} when this worker exports as
   *     many as it may
   */
  @AnswersWithin(seconds = 40)
  ConnectionInfo mount(UUID mountId, UUID backupId, boolean writable);

  /**
   * Says that somebody still uses it.
   *
   * @return false when there is none of that id (any more)
   */
  boolean renew(UUID mountId);

  /** Ends a mount; one that is not there has ended already. */
  @AnswersWithin(seconds = 40)
  boolean unmount(UUID mountId);
}
