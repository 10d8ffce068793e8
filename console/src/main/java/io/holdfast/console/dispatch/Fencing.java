package io.holdfast.console.dispatch;

import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.task.TakenOver;
import io.holdfast.schema.task.TaskTakeover;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends workers whose lease ran out, in this order: close the incarnation, so that it can neither
 * renew, claim nor attach; have the volume services cut its attachments, so that no late write of
 * it lands; only then queue its tasks for others. Each step may be repeated, and a later round goes
 * on where one could not.
 *
 * <p>Deletes nothing temporary itself: what a worker left that does not come back it gives free,
 * for the workers there are.
 */
final class Fencing {

  private static final Logger log = LoggerFactory.getLogger(Fencing.class);

  /** Beyond the lease's end: a renewal may be on its way. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** Longer than a machine is away that somebody restarts or repairs on the spot. */
  static final Duration LOST_AFTER = Duration.ofHours(1);

  private final Duration lostAfter;
  private final BackupStates backups;
  private final NodeLeases leases;
  private final Attachments attachments;
  private final TaskTakeover takeover;
  private final Cutting cutting;

  /**
   * @param lostAfter for how long no incarnation of a host must have lived until others clear up
   *     after it
   * @param calls runs each call to a volume service on a thread of its own
   */
  Fencing(Grid grid, DSLContext database, Duration lostAfter, Executor calls) {
    this.lostAfter = lostAfter;
    this.backups = new BackupStates(database);
    this.leases = new NodeLeases(database);
    this.attachments = new Attachments(database);
    this.takeover = new TaskTakeover(database);
    this.cutting = new Cutting(grid, database, calls);
  }

  /** Only looks, to learn whether the database answers. */
  void look() {
    leases.nodes().expired(NodeRole.WORKER, SILENCE);
  }

  /** Closes what ran out and finishes whatever fencing has begun. */
  void run() {
    for (NodeRole role : List.of(NodeRole.WORKER, NodeRole.CONSOLE)) {
      for (Node node : leases.nodes().expired(role, SILENCE)) {
        if (leases.closeExpired(node.incarnation())) {
          log.warn("Closed a node whose lease ran out role={} host={}", role.value(), node.host());
        }
      }
    }
    takeover.closedWithLeftovers().forEach(this::release);
    for (UUID backup : backups.letGoOfLostHosts(lostAfter)) {
      log.warn(
          "The worker of a backup is gone for good; another one removes what is temporary of it"
              + " backup={}",
          backup);
    }
  }

  private void release(Node closed) {
    // Without the cut a late write could land: until a later round the task waits, and so does its
    // volume.
    attachments.liveOf(closed.incarnation()).forEach(cutting::begin);
    for (TakenOver task : takeover.takeOver(closed.incarnation())) {
      log.info(
          "Task of a dead worker {} task={} kind={} worker={}",
          task.queuedAgain() ? "is queued again" : "is cancelled, as was asked",
          task.taskId(),
          task.kind().value(),
          closed.host());
    }
  }
}
