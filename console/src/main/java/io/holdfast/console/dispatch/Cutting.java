package io.holdfast.console.dispatch;

import io.holdfast.grid.call.GridCallException;
import io.holdfast.schema.attachment.Attachment;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.volume.Backends;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has volume services cut the attachments of dead workers. A storage that hangs answers after a
 * minute or never, so that nobody waits for a cut here, and what lies on another backend does not
 * wait behind it.
 */
final class Cutting {

  private static final Logger log = LoggerFactory.getLogger(Cutting.class);

  /** Of one backend; the others take their turn. */
  private static final int AT_ONCE = 8;

  private final Grid grid;
  private final Attachments attachments;
  private final Backends backends;
  private final Executor calls;
  private final Set<UUID> begun = ConcurrentHashMap.newKeySet();
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

  /**
   * @param calls runs each call to a volume service on a thread of its own
   */
  Cutting(Grid grid, DSLContext database, Executor calls) {
    this.grid = grid;
    this.attachments = new Attachments(database);
    this.backends = new Backends(database);
    this.calls = calls;
  }

  /** Begins to cut an attachment, unless that is under way. If it fails, it may be begun again. */
  void begin(Attachment attachment) {
    if (begun.add(attachment.id())) {
      calls.execute(() -> {
        try {
          inTurn(attachment);
        } finally {
          begun.remove(attachment.id());
        }
      });
    }
  }

  private void inTurn(Attachment attachment) {
    Semaphore turn = turns.computeIfAbsent(attachment.backend(), _ -> new Semaphore(AT_ONCE, true));
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      cut(attachment);
    } catch (GridCallException | DataAccessException e) {
      log.warn(
          "Attachment of a dead worker cannot be cut yet attachment={} worker={} backend={}"
              + " reason={}",
          attachment.id(),
          attachment.host(),
          attachment.backend(),
          e.getMessage());
    } finally {
      turn.release();
    }
  }

  private void cut(Attachment attachment) {
    attachments.detaching(attachment.id());
    var backend = backends.find(attachment.backend());
    if (backend.isPresent()) {
      grid.volumeService(backend.get().volumeServiceHost()).terminateConnection(attachment.id());
    }
    attachments.detached(attachment.id());
  }
}
