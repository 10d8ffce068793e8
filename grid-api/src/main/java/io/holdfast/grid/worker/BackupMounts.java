package io.holdfast.grid.worker;

import io.holdfast.grid.call.AnswersWithin;
import io.holdfast.grid.volume.ConnectionInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Backups that a worker exports for instant use. Each has a row in the database for as long as it
 * lasts, which the worker makes and which anybody may take away to end it; how to connect is known
 * to the worker alone, and ends with its process. Every method throws {@link
 * io.holdfast.grid.call.GridCallException} when the worker cannot be asked.
 */
public interface BackupMounts {

  /** A mount that is to be renewed and is not for so long ends by itself. */
  int LEASE_SECONDS = 60;

  /**
   * Exports a backup. The same id again answers the same connection.
   *
   * @param mountId made by the caller
   * @throws io.holdfast.grid.call.GridCallException as {@code BUSY} when this worker exports as
   *     many as it may, as {@code NOT_FOUND} when the backup cannot be read any more
   */
  @AnswersWithin(seconds = 40)
  ConnectionInfo mount(UUID mountId, MountRequest request);

  /** How to connect to a mount; {@code null} when there is none of that id (any more). */
  @Nullable ConnectionInfo connection(UUID mountId);

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
