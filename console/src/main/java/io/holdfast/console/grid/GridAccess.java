package io.holdfast.console.grid;

import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.MembershipListener;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.PlaceTrials;
import io.holdfast.grid.worker.WorkerControl;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.volume.Backend;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The others in the grid, as the console's features need them. */
public class GridAccess {

  private static final Logger log = LoggerFactory.getLogger(GridAccess.class);

  private final GridNode node;
  private final Leadership leadership;

  public GridAccess(GridNode node, DSLContext database) {
    this.node = node;
    this.leadership = new Leadership(new NodeQueries(database));
  }

  /** The volume service of a backend; whether it is there shows when it is called. */
  public VolumeService volumeService(Backend backend) {
    return node.volumeService(backend.volumeServiceHost());
  }

  /** The volume service of a host; whether it is there shows when it is called. */
  public VolumeService volumeService(String host) {
    return node.volumeService(host);
  }

  /** The worker of a host; whether it is there shows when it is called. */
  public WorkerControl worker(String host) {
    return node.worker(host);
  }

  /** What a worker exports for instant use; whether it is there shows when it is called. */
  public BackupMounts mounts(String host) {
    return node.mounts(host);
  }

  /** Single files of what a worker exports; whether it is there shows when it is called. */
  public BackupFiles files(String host) {
    return node.files(host);
  }

  /** A worker's look at a place for a repository; whether it is there shows when it is called. */
  public PlaceTrials trials(String host) {
    return node.trials(host);
  }

  /** Who is in the grid now with a role, in the order of joining. */
  public List<GridMember> members(GridRole role) {
    return node.members(role);
  }

  /** Has a listener told who comes and goes, first of all of those who are here. */
  public void onMembership(MembershipListener listener) {
    node.onMembership(listener);
  }

  /** This process, as it is named among the nodes. */
  public UUID incarnation() {
    return node.self().incarnation();
  }

  /**
   * Whether this console does what one of them is to do for all; two may for a while.
   *
   * @throws org.jooq.exception.DataAccessException when older ones cannot be looked up
   */
  public boolean leads() {
    return leadership.isWith(
        incarnation(),
        node.members(GridRole.CONSOLE).stream().map(GridMember::incarnation).toList());
  }

  /** Tells a worker, without waiting for it, that cancelling was requested in the database. */
  public void nudgeCancel(String host, UUID taskId) {
    Thread.ofVirtual()
        .name("cancel-nudge")
        .start(() -> {
          try {
            node.worker(host).cancel(taskId);
          } catch (GridCallException e) {
            // It looks by itself every second or two.
            log.debug("A worker was not told to cancel worker={} task={}", host, taskId, e);
          }
        });
  }
}
