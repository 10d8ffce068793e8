package io.holdfast.console.testing;

import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.MountRequest;
import io.holdfast.grid.worker.PlaceReport;
import io.holdfast.grid.worker.PlaceTrials;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.grid.worker.WorkerControl;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.mount.Mounts;
import io.holdfast.schema.mount.NewMount;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.ClaimResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskClaim;
import io.holdfast.schema.task.TaskCompletion;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A worker that claims tasks in the real database and then waits until a test tells it how they
 * end.
 */
public final class FakeWorker implements WorkerControl, BackupMounts, PlaceTrials, AutoCloseable {

  private final Owner owner;
  private final NodeLeases leases;
  private final TaskClaim claims;
  private final TaskCompletion completion;
  private final int slots;
  private final Map<UUID, Task> running = new ConcurrentHashMap<>();
  private final Queue<UUID> claimed = new ConcurrentLinkedQueue<>();
  private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
  private final Map<UUID, ConnectionInfo> mounts = new ConcurrentHashMap<>();
  private final FakeFiles files = new FakeFiles(mounts::containsKey);
  private final Mounts records;
  private final GridNode node;

  public FakeWorker(RunningConsole console, String host, int slots) {
    DSLContext database = console.database();
    this.slots = slots;
    this.owner = new Owner(host, UUID.randomUUID());
    this.leases = new NodeLeases(database);
    this.claims = new TaskClaim(database);
    this.completion = new TaskCompletion(database);
    this.records = new Mounts(database);
    leases.register(
        new NodeRegistration(
            host,
            NodeRole.WORKER,
            owner.incarnation(),
            slots,
            "nova",
            "test",
            "127.0.0.1",
            Duration.ofMinutes(10)));
    this.node =
        console.join(
            GridRole.WORKER,
            host,
            owner.incarnation(),
            GridOffers.none()
                .with(WorkerControl.class, this)
                .with(BackupMounts.class, this)
                .with(BackupFiles.class, files)
                .with(PlaceTrials.class, this));
  }

  public String host() {
    return owner.host();
  }

  @Override
  public RunReply run(UUID taskId) {
    synchronized (this) {
      if (running.size() >= slots) {
        return RunReply.BUSY;
      }
      return switch (claims.claim(taskId, owner)) {
        case ClaimResult.Claimed(Task task) -> {
          running.put(taskId, task);
          claimed.add(taskId);
          yield RunReply.ACCEPTED;
        }
        case ClaimResult.Lost() -> RunReply.LOST;
        case ClaimResult.NotEntitled() -> RunReply.DRAINING;
        case ClaimResult.UnknownKind _ -> RunReply.BUSY;
      };
    }
  }

  @Override
  public boolean cancel(UUID taskId) {
    cancelled.add(taskId);
    return running.containsKey(taskId);
  }

  @Override
  public ConnectionInfo mount(UUID mountId, MountRequest request) {
    if (!mounts.isEmpty()) {
      throw new GridCallException(FailureKind.BUSY, "It exports one already.");
    }
    records.begin(
        new NewMount(
            mountId,
            request.backupId(),
            request.isWritable(),
            request.askedBy(),
            request.isLasting()),
        owner);
    ConnectionInfo connection =
        new ConnectionInfo(
            ConnectionInfo.NBD,
            Map.of(
                ConnectionInfo.HOST, "127.0.0.1",
                ConnectionInfo.PORT, "10809",
                ConnectionInfo.EXPORT, request.isWritable() ? "written" : "read",
                ConnectionInfo.TLS, "false"));
    mounts.put(mountId, connection);
    return connection;
  }

  @Override
  public @Nullable ConnectionInfo connection(UUID mountId) {
    return mounts.get(mountId);
  }

  @Override
  public boolean renew(UUID mountId) {
    return mounts.containsKey(mountId);
  }

  @Override
  public boolean unmount(UUID mountId) {
    return mounts.remove(mountId) != null;
  }

  /** It sees every directory but those in its own name. */
  @Override
  public PlaceReport tryOut(String driver, String location, @Nullable String passphraseFile) {
    return location.endsWith(host())
        ? PlaceReport.unusable("There is no directory " + location + ".")
        : PlaceReport.usable(location.endsWith("taken"), 1 << 30);
  }

  /** The files of its backups. */
  public FakeFiles files() {
    return files;
  }

  /** Tasks in the order in which it got them. */
  public Queue<UUID> claimed() {
    return claimed;
  }

  public boolean runs(UUID taskId) {
    return running.containsKey(taskId);
  }

  public boolean wasToldToCancel(UUID taskId) {
    return cancelled.contains(taskId);
  }

  /** Tells the consoles how far it is. */
  public void progress(UUID taskId, long total, long done, long perSecond) {
    node.publish(
        new TaskProgress(taskId, owner.host(), "reading", total, done, done, done / 2, perSecond));
  }

  /** Ends a task well. */
  public void finish(UUID taskId) {
    Task task = running.remove(taskId);
    if (task == null) {
      throw new IllegalStateException("does not run " + taskId);
    }
    boolean held =
        switch (task.kind()) {
          case BACKUP ->
              completion.backupSucceeded(taskId, owner, new BackupTotals(1 << 20, 1 << 10));
          case RESTORE -> completion.restoreSucceeded(taskId, owner);
          case DELETE -> completion.deleteSucceeded(taskId, owner);
          case VERIFY, RECLAIM, VERIFY_REPOSITORY, REINDEX ->
              throw new UnsupportedOperationException();
        };
    if (!held) {
      throw new IllegalStateException("fenced from " + taskId);
    }
  }

  /** Ends a task badly, for good. */
  public void fail(UUID taskId, String reason) {
    running.remove(taskId);
    if (!completion.failed(taskId, owner, reason)) {
      throw new IllegalStateException("fenced from " + taskId);
    }
  }

  /** Ends a task because somebody wanted that. */
  public void stop(UUID taskId) {
    running.remove(taskId);
    completion.cancelled(taskId, owner);
  }

  /** Leaves in order. */
  @Override
  public void close() {
    leases.close(owner.incarnation(), "It was stopped.");
    node.close();
  }
}
