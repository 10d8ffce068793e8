package io.holdfast.console.mount;

import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.MountRequest;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.mount.Mount;
import io.holdfast.schema.mount.Mounts;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Has workers export backups for instant use. */
@Service
public class MountsService {

  private static final Logger log = LoggerFactory.getLogger(MountsService.class);

  private final BackupsService backups;
  private final Mounts mounts;
  private final NodeQueries nodes;
  private final AuditLog audit;
  private final GridAccess grid;

  MountsService(DSLContext database, BackupsService backups, GridAccess grid) {
    this.backups = backups;
    this.mounts = new Mounts(database);
    this.nodes = new NodeQueries(database);
    this.audit = new AuditLog(database);
    this.grid = grid;
  }

  /** All that is mounted now, as far as the caller sees the backups; the newest first. */
  public List<Mount> list(Caller caller) {
    return mounts.list(caller.onlyProject());
  }

  /** How one backup is mounted now, the newest mount first. */
  public List<Mount> ofBackup(Caller caller, UUID backupId) {
    return mounts.ofBackup(backups.get(caller, backupId).id());
  }

  /**
   * Exports a backup on the least busy worker that has room for it. Whoever may restore a backup
   * may read it in this way.
   *
   * @param how read-only until it is not renewed any more, unless changed by this
   */
  public MountedBackup mount(Caller caller, UUID backupId, UnaryOperator<MountRequest> how) {
    Backup backup = readable(caller, backupId);
    return mount(caller, how.apply(MountRequest.of(backup.id(), caller.name())), "backup.mount");
  }

  /** As {@link #mount}, for as long as somebody looks into its files. */
  MountedBackup mountForFiles(Caller caller, Backup backup) {
    return mount(caller, MountRequest.of(backup.id(), caller.name()), "backup.browse");
  }

  /** A backup whose content the caller may have, and that can be read. */
  Backup readable(Caller caller, UUID backupId) {
    Backup backup = backups.get(caller, backupId);
    caller.mustOperate();
    if (backup.status() != BackupStatus.AVAILABLE && backup.status() != BackupStatus.RESTORING) {
      throw Refusal.conflict(
          "backup-not-available",
          "The backup is %s.".formatted(backup.status().value()),
          "Wait until it is available, or take another.");
    }
    return backup;
  }

  private MountedBackup mount(Caller caller, MountRequest request, String action) {
    UUID id = UUID.randomUUID();
    String busy = "No worker runs.";
    for (Node worker : workers()) {
      try {
        ConnectionInfo connection = grid.mounts(worker.host()).mount(id, request);
        audit(caller, action, of(id), request.isWritable() ? "overlay" : "read-only");
        return new MountedBackup(of(id), connection);
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
        "Unmount what is no longer needed, start another worker, or restore the backup.");
  }

  private List<Node> workers() {
    return nodes.live(NodeRole.WORKER).stream()
        .filter(node -> node.state() == NodeState.UP && node.leaseValid())
        .sorted(Comparator.comparingInt(Node::runningTasks))
        .toList();
  }

  /** How to connect to what is mounted already; for those who could have mounted it. */
  public MountedBackup get(Caller caller, UUID id) {
    caller.mustOperate();
    Mount mount = visible(caller, id);
    ConnectionInfo connection = grid.mounts(mount.host()).connection(id);
    if (connection == null) {
      throw Refusal.notFound("mount", id);
    }
    return new MountedBackup(mount, connection);
  }

  /** Says that it is still used. */
  public void renew(Caller caller, UUID id) {
    caller.mustOperate();
    if (!grid.mounts(visible(caller, id).host()).renew(id)) {
      throw Refusal.notFound("mount", id);
    }
  }

  /** Ends it, for whoever uses it; one that has ended already is fine. */
  public void unmount(Caller caller, UUID id) {
    caller.mustOperate();
    Mount mount = mounts.find(id).filter(it -> caller.sees(it.projectId())).orElse(null);
    if (mount == null || !mounts.end(id)) {
      return;
    }
    audit(caller, "backup.unmount", mount, mount.writable() ? "overlay" : "read-only");
    try {
      grid.mounts(mount.host()).unmount(id);
    } catch (GridCallException e) {
      // It looks by itself every few seconds whether its mounts are to go on.
      log.info("A worker was not told of the end of mount={} reason={}", id, e.getMessage());
    }
  }

  private Mount visible(Caller caller, UUID id) {
    return mounts
        .find(id)
        .filter(mount -> caller.sees(mount.projectId()))
        .orElseThrow(() -> Refusal.notFound("mount", id));
  }

  /** The mount that a worker has just begun. */
  private Mount of(UUID id) {
    return mounts.find(id).orElseThrow(() -> Refusal.notFound("mount", id));
  }

  private void audit(Caller caller, String action, Mount mount, String mode) {
    audit.add(
        caller.name(),
        action,
        "backup",
        mount.backupId().toString(),
        mount.projectId(),
        Outcome.ACCEPTED,
        Map.of("worker", mount.host(), "mode", mode, "mount", mount.id().toString()));
  }
}
