package io.holdfast.console.dispatch;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.ClaimResult;
import io.holdfast.schema.task.TaskClaim;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Workers that claim in the real database and then do nothing, as many tasks as they are offered
 * unless they have slots; and volume services that note what they cut.
 */
final class FakeGrid implements Grid {

  private final DSLContext database;
  private final Map<String, Owner> workers = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> slots = new ConcurrentHashMap<>();
  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  final List<UUID> accepted = new CopyOnWriteArrayList<>();
  final AtomicInteger busy = new AtomicInteger();
  final List<UUID> cut = new CopyOnWriteArrayList<>();
  private volatile BiConsumer<Owner, UUID> onAccepted = (_, _) -> {};
  volatile boolean dispatchesHere = true;
  volatile boolean volumeServiceReachable = true;
  private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();

  FakeGrid(DSLContext database) {
    this.database = database;
  }

  void join(Owner worker) {
    workers.put(worker.host(), worker);
  }

  /** Has somebody told which worker begins which task. */
  void onAccepted(BiConsumer<Owner, UUID> told) {
    onAccepted = told;
  }

  /** Has a worker refuse what it has no slot for. */
  void slots(String host, int count) {
    slots.put(host, new Semaphore(count));
  }

  /** A task of the worker has ended. */
  void freed(String host) {
    slots(host).release();
  }

  private Semaphore slots(String host) {
    return slots.getOrDefault(host, new Semaphore(1));
  }

  void unreachable(String host) {
    unreachable.add(host);
  }

  /** From now on a volume service does not answer, until the latch is counted down. */
  CountDownLatch hang(String volumeServiceHost) {
    return hanging.computeIfAbsent(volumeServiceHost, _ -> new CountDownLatch(1));
  }

  @Override
  public boolean dispatchesHere() {
    return dispatchesHere;
  }

  @Override
  public Set<UUID> workers() {
    return workers.values().stream().map(Owner::incarnation).collect(Collectors.toSet());
  }

  @Override
  public RunReply offer(String workerHost, UUID taskId) {
    Owner owner = workers.get(workerHost);
    if (owner == null || unreachable.contains(workerHost)) {
      throw new GridCallException(FailureKind.UNREACHABLE, "worker '" + workerHost + "' is away");
    }
    if (!slots(workerHost).tryAcquire()) {
      busy.incrementAndGet();
      return RunReply.BUSY;
    }
    return switch (new TaskClaim(database).claim(taskId, owner)) {
      case ClaimResult.Claimed _ -> {
        accepted.add(taskId);
        onAccepted.accept(owner, taskId);
        yield RunReply.ACCEPTED;
      }
      case ClaimResult.Lost _ -> refused(workerHost, RunReply.LOST);
      case ClaimResult.NotEntitled _ -> refused(workerHost, RunReply.DRAINING);
      case ClaimResult.UnknownKind _ -> refused(workerHost, RunReply.BUSY);
    };
  }

  private RunReply refused(String host, RunReply reply) {
    freed(host);
    return reply;
  }

  @Override
  public VolumeService volumeService(String host) {
    return (VolumeService)
        Proxy.newProxyInstance(
            FakeGrid.class.getClassLoader(),
            new Class<?>[] {VolumeService.class},
            (_, method, arguments) -> {
              if (!method.getName().equals("terminateConnection") || arguments == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              if (!volumeServiceReachable) {
                throw new GridCallException(FailureKind.UNREACHABLE, host + " is away");
              }
              CountDownLatch hangs = hanging.get(host);
              if (hangs != null) {
                hangs.await();
              }
              cut.add((UUID) arguments[0]);
              return null;
            });
  }
}
