package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.schema.attachment.Attachment;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.worker.record.DatabasePatience;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections: the row says detaching, the volume service cuts, the row says detached. Each
 * step may be repeated, by anyone. Failing is no failure of the task that is over: the row stays
 * behind as detaching, and whoever clears away leftovers does the rest.
 */
public final class Detacher {

  private static final Logger log = LoggerFactory.getLogger(Detacher.class);

  private final Attachments rows;
  private final VolumeServices services;
  private final DatabasePatience patience;

  public Detacher(Attachments rows, VolumeServices services, DatabasePatience patience) {
    this.rows = rows;
    this.services = services;
    this.patience = patience;
  }

  /**
   * Detaches; false when it has to be done again later. An interrupt waits until that is done: a
   * task that is stopped must still let go of its volume.
   */
  public boolean detach(UUID attachmentId, String backend) {
    boolean interrupted = Thread.interrupted();
    try {
      return detachNow(attachmentId, backend);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean detachNow(UUID attachmentId, String backend) {
    try {
      patience.call(() -> rows.detaching(attachmentId));
      VolumeServices.tell(
          "Attachment %s cannot be cut".formatted(attachmentId),
          () -> services.of(backend).terminateConnection(attachmentId));
      patience.call(() -> rows.detached(attachmentId));
      return true;
    } catch (BackupException | DataAccessException e) {
      log.warn(
          "An attachment stays behind for now attachment={} reason={}",
          attachmentId,
          e.getMessage());
      return false;
    }
  }

  /**
   * Detaches what earlier attempts of a task did not. Only for the task's owner: whatever is there
   * before it attaches anything itself can be nobody's.
   */
  void detachEarlier(UUID taskId) {
    for (Attachment left : patience.call(() -> rows.liveOfTask(taskId))) {
      detach(left.id(), left.backend());
    }
  }
}
