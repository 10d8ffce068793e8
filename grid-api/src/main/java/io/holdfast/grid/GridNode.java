package io.holdfast.grid;

import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.call.RemoteContract;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.PlaceTrials;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.grid.worker.WorkerControl;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * This process in the grid. Made by {@link #join}, closed last. Its methods may be called by any
 * thread, virtual ones included.
 */
public final class GridNode implements AutoCloseable {

  private final GridMember self;
  private final JoinedNode joined;
  private final IgniteNode node;

  private GridNode(GridMember self, JoinedNode joined) {
    this.self = self;
    this.joined = joined;
    this.node = joined.node();
  }

  /**
   * Joins the grid, or begins it when nobody is there. The tables tbl_addrs and grid_identity must
   * exist: see {@link io.holdfast.grid.process.DatabaseWait}.
   *
   * @param self this process as others will see it; {@link GridSettings#hostOrDefault} names it
   * @param databaseUrl JDBC URL of the database, only read for the address to listen on
   * @param database where the members find each other, and the key by which they know each other
   * @param offers what this process answers
   * @param failures told when this node broke beyond repair
   * @throws GridJoinException when joining fails, or somebody has this role and host already
   */
  public static GridNode join(
      GridSettings settings,
      GridMember self,
      String databaseUrl,
      DataSource database,
      GridOffers offers,
      GridFailureListener failures) {
    return new GridNode(self, Joining.of(settings, self, databaseUrl, database, offers, failures));
  }

  /** This process. */
  public GridMember self() {
    return self;
  }

  /** Everybody in the grid with this role, this process included, in the order of joining. */
  public List<GridMember> members(GridRole role) {
    return node.members().stream().filter(member -> member.role() == role).toList();
  }

  /** The process with this role and host; of two, the one that was first. */
  public Optional<GridMember> member(GridRole role, String host) {
    return members(role).stream().filter(m -> m.host().equals(host)).findFirst();
  }

  /** Has a listener told who comes and goes, first of all of those who are here. */
  public void onMembership(MembershipListener listener) {
    node.onMembership(listener);
  }

  /** The volume service of a host; whether it is there shows when it is called. */
  public VolumeService volumeService(String host) {
    return contract(
        VolumeService.class,
        GridRole.VOLUME_SERVICE,
        host,
        (kind, message, cause) ->
            cause == null
                ? new VolumeServiceException(kind, message)
                : new VolumeServiceException(kind, message, cause));
  }

  /** The worker of a host; whether it is there shows when it is called. */
  public WorkerControl worker(String host) {
    return ofWorker(WorkerControl.class, host);
  }

  /** What a worker exports for instant use; whether it is there shows when it is called. */
  public BackupMounts mounts(String host) {
    return ofWorker(BackupMounts.class, host);
  }

  /** Single files of what a worker exports; whether it is there shows when it is called. */
  public BackupFiles files(String host) {
    return ofWorker(BackupFiles.class, host);
  }

  /** A worker's look at a place for a repository; whether it is there shows when it is called. */
  public PlaceTrials trials(String host) {
    return ofWorker(PlaceTrials.class, host);
  }

  private <T> T ofWorker(Class<T> type, String host) {
    return contract(
        type,
        GridRole.WORKER,
        host,
        (kind, message, cause) ->
            cause == null
                ? new GridCallException(kind, message)
                : new GridCallException(kind, message, cause));
  }

  private <T> T contract(
      Class<T> type, GridRole role, String host, RemoteContract.Failures failures) {
    String target = role.label() + " '" + host + "'";
    return RemoteContract.of(type, target, () -> node.computeAt(role, host), failures);
  }

  /** Tells all consoles how far a task is. Never fails: a lost picture is replaced by the next. */
  public void publish(TaskProgress progress) {
    node.publish(progress);
  }

  /** Has a listener told of all progress; called on a thread that must not be blocked. */
  public void onProgress(Consumer<TaskProgress> listener) {
    node.onProgress(listener);
  }

  IgniteNode node() {
    return node;
  }

  /** Leaves the grid. May be called twice. */
  @Override
  public void close() {
    joined.close();
  }
}
