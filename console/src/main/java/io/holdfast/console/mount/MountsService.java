package io.holdfast.console.mount;

import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** Has workers export backups for instant use. */
@Service
public class MountsService {

  private final BackupsService backups;
  private final NodeQueries nodes;
  private final AuditLog audit;
  private final GridAccess grid;

  MountsService(DSLContext database, BackupsService backups, GridAccess grid) {
    this.backups = backups;
    this.nodes = new NodeQueries(database);
    this.audit = new AuditLog(database);
    this.grid = grid;
  }

  /**
   * Exports a backup on the least busy worker that has room for it. Whoever may restore a backup
   * may read it in this way.
   */
  public MountedBackup mount(Caller caller, UUID backupId, boolean writable) {
    Backup backup = backups.get(caller, backupId);
    caller.mustOperate();
    if (backup.status() != BackupStatus.AVAILABLE && backup.status() != BackupStatus.RESTORING) {
      throw Refusal.conflict(
          "backup-not-available",
          "The backup is %s.".formatted(backup.status().value()),
          "Wait until it is available, or take another.");
    }
    UUID id = UUID.randomUUID();
    String busy = "No worker runs";
    for (Node worker : workers()) {
      try {
        var connection = grid.mounts(worker.host()).mount(id, backupId, writable);
        audit.add(
            caller.name(),
            "backup.mount",
            "backup",
            backupId.toString(),
            backup.projectId(),
            Outcome.ACCEPTED,
            Map.of("worker", worker.host(), "writable", String.valueOf(writable)));
        return new MountedBackup(id, worker.host(), backupId, connection);
      } catch (GridCallException e) {
        if (e.kind() != FailureKind.BUSY && e.kind() != FailureKind.UNREACHABLE) {
          throw e;
        }
        busy = e.getMessage();
      }
    }
    throw Refusal.unavailable(
        "no-worker-for-mount",
        "No worker can export the backup now: %s".formatted(busy),
        "End a mount that is no longer needed, start another worker, or restore the backup.");
  }

  private List<Node> workers() {
    return nodes.live(NodeRole.WORKER).stream()
        .filter(node -> node.state() == NodeState.UP && node.leaseValid())
        .sorted(Comparator.comparingInt(Node::runningTasks))
        .toList();
  }

  /** Says that it is still used. */
  public void renew(Caller caller, String worker, UUID id) {
    caller.mustOperate();
    if (!grid.mounts(worker).renew(id)) {
      throw Refusal.notFound("mount", id);
    }
  }

  /** Ends it; one that has ended already is fine. */
  public void unmount(Caller caller, String worker, UUID id) {
    caller.mustOperate();
    grid.mounts(worker).unmount(id);
  }
}
