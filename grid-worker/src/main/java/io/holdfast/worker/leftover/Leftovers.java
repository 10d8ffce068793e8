package io.holdfast.worker.leftover;

import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.attachment.Attachment;
import io.holdfast.schema.attachment.AttachmentState;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.TakenOver;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.worker.attach.Detacher;
import io.holdfast.worker.attach.Temporaries;
import io.holdfast.worker.record.DatabasePatience;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of clearing away. In the order that makes it safe: an earlier incarnation is closed
 * before this one exists; then its connections are cut; then, with nothing attached any more, its
 * tasks go back into the queue (or are cancelled, if somebody wanted that); then what is temporary
 * and belongs to a backup that nobody goes on with is deleted. Used by one thread at a time.
 */
public final class Leftovers {

  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private final Owner self;
  private final Predicate<UUID> runsHere;
  private final TaskTakeover takeover;
  private final Attachments attachments;
  private final BackupQueries backups;
  private final TaskQueries tasks;
  private final Detacher detacher;
  private final Temporaries temporaries;
  private final DatabasePatience patience;

  /**
   * @param runsHere whether a task runs in this process
   */
  public Leftovers(
      DSLContext database,
      Owner self,
      Detacher detacher,
      Temporaries temporaries,
      Predicate<UUID> runsHere,
      DatabasePatience patience) {
    this.self = self;
    this.runsHere = runsHere;
    this.takeover = new TaskTakeover(database);
    this.attachments = new Attachments(database);
    this.backups = new BackupQueries(database);
    this.tasks = new TaskQueries(database);
    this.detacher = detacher;
    this.temporaries = temporaries;
    this.patience = patience;
  }

  /** Clears away what can be; true when nothing stays behind. */
  public synchronized boolean clearAway() {
    // No short cut: each part does what it can, whatever became of the others.
    return earlierIncarnations() & ownAttachments() & temporaryOnes();
  }

  private boolean earlierIncarnations() {
    boolean all = true;
    for (Node earlier : patience.call(() -> takeover.earlierWithLeftovers(self))) {
      log.info(
          "An earlier start of this worker left something behind incarnation={} closed={}",
          earlier.incarnation(),
          earlier.closedReason());
      all &= cut(patience.call(() -> attachments.liveOf(earlier.incarnation())));
      for (TakenOver task : patience.call(() -> takeover.takeOver(earlier.incarnation()))) {
        log.info(
            "Task of an earlier start {} task={} kind={}",
            task.queuedAgain() ? "queued again, to be gone on with" : "cancelled",
            task.taskId(),
            task.kind().value());
      }
    }
    return all;
  }

  /** What this incarnation could not detach, or what belongs to a task that has ended here. */
  private boolean ownAttachments() {
    return cut(
        patience.call(() -> attachments.liveOf(self.incarnation())).stream()
            .filter(attachment ->
                attachment.state() == AttachmentState.DETACHING
                    || !runsHere.test(attachment.taskId()))
            .toList());
  }

  private boolean cut(List<Attachment> left) {
    boolean all = true;
    for (Attachment attachment : left) {
      all &= detacher.detach(attachment.id(), attachment.backend());
    }
    return all;
  }

  private boolean temporaryOnes() {
    boolean all = true;
    for (Backup backup : patience.call(backups::withTemporaryLeftovers)) {
      if (isOurs(backup)) {
        Optional<String> backend = backendOf(backup);
        if (backend.isEmpty()) {
          log.error(
              "Backup {} names something temporary, but no task tells where it is", backup.id());
          continue;
        }
        boolean gone = temporaries.remove(backup, null, backend.get());
        if (gone) {
          log.info("Removed what was temporary of backup {}", backup.id());
        }
        all &= gone;
      }
    }
    return all;
  }

  /**
   * A backup that was cancelled or gave up its owner while it waited for the next one is of no
   * host: whoever comes first clears up after it, and it does no harm if two do.
   */
  private boolean isOurs(Backup backup) {
    return backup.host() == null || self.host().equals(backup.host());
  }

  private Optional<String> backendOf(Backup backup) {
    TaskFilter ofBackup = TaskFilter.all().ofBackup(backup.id()).ofKind(TaskKind.BACKUP);
    return patience
        .call(() -> tasks.list(ofBackup, Order.descending(TaskSort.CREATED), Slice.first(1)))
        .stream()
        .findFirst()
        .map(Task::backend);
  }
}
