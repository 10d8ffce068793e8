package io.holdfast.worker;

import io.holdfast.engine.run.Processors;
import io.holdfast.grid.GridJoinException;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.process.DatabaseWait;
import io.holdfast.grid.process.ParentWatch;
import io.holdfast.grid.process.ReadyFile;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.worker.WorkerLife.Ending;
import io.holdfast.worker.lease.HostLock;
import io.holdfast.worker.lease.HostTakenException;
import io.holdfast.worker.lease.Registration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process from start to end: waits for the database, then lives one life after the other. A
 * life that was fenced is followed by another one, under a new incarnation; a broken grid node or a
 * taken name ends the process, with a reason and an exit code that is not nought. The fields that
 * change are guarded by this object's lock.
 */
final class WorkerProcess implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);

  private final ProcessSettings process;
  private final WorkerSettings settings;
  private final GridSettings grid;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode;
  private @Nullable WorkerLife life;
  private @Nullable Thread thread;

  WorkerProcess(ProcessSettings process, WorkerSettings settings, GridSettings grid) {
    this.process = process;
    this.settings = settings;
    this.grid = grid;
    process.requiredDatabaseUrl();
  }

  /** Lives until there is a reason to end; then {@link #exitCode} says how that was. */
  @Override
  public void run() {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    Long parent = process.parentPid();
    if (parent != null) {
      ParentWatch.start(parent, () -> stop("The process that supervises it is gone."));
    }
    try {
      live();
    } catch (HostTakenException | GridJoinException e) {
      log.error("{}", e.getMessage());
      exitCode = 1;
    } catch (InterruptedException e) {
      log.info("Stopped while waiting");
    } catch (RuntimeException e) {
      log.error("The worker ends after an unforeseen error", e);
      exitCode = 1;
    } finally {
      ended.countDown();
    }
  }

  private void live() throws InterruptedException {
    String url = process.requiredDatabaseUrl();
    try (Databases databases = new Databases(url, settings);
        Processors processors = Processors.ofAllCores()) {
      DatabaseWait.untilReady(databases.controlConnections());
      try (HostLock lock = lock(databases, url)) {
        Registration registration =
            new Registration(new NodeLeases(databases.control()), lock, stopped);
        boolean again = true;
        while (again) {
          again = liveOnce(databases, processors, registration, url);
        }
      }
    }
  }

  private HostLock lock(Databases databases, String url) {
    String host = grid.hostOrDefault();
    String withoutSecrets = url.replaceFirst("\\?.*$", "");
    return HostLock.acquire(settings.stateOrDefault(), host, withoutSecrets)
        .orElseThrow(() ->
            new HostTakenException(
                new NodeQueries(databases.control())
                    .live(NodeRole.WORKER, host)
                    .map(Registration::taken)
                    .orElse(
                        "Another worker process of this machine is starting under the name '%s'. Give this one another name by holdfast.grid.host."
                            .formatted(host))));
  }

  private boolean liveOnce(
      Databases databases, Processors processors, Registration registration, String url)
      throws InterruptedException {
    Optional<Registration.Registered> registered = registered(databases, registration, url);
    if (registered.isEmpty()) {
      return false;
    }
    try (WorkerLife now = new WorkerLife(registered.get(), settings, databases, processors)) {
      if (!begins(now)) {
        return false;
      }
      now.join(grid, url, databases);
      sayReady();
      return switch (now.awaitEnding()) {
        case Ending.Stopped _ -> false;
        case Ending.Fenced(String reason) -> {
          log.warn("{} This process goes on as a new incarnation.", reason);
          yield true;
        }
        case Ending.Broken(String reason) -> {
          log.error("{} The worker ends; start it again.", reason);
          exitCode = 1;
          yield false;
        }
      };
    } finally {
      synchronized (this) {
        life = null;
      }
    }
  }

  /** A database that goes away while we register is waited for, as at the start. */
  private Optional<Registration.Registered> registered(
      Databases databases, Registration registration, String url) throws InterruptedException {
    while (true) {
      try {
        return registration.register(() -> node(url));
      } catch (DataAccessException e) {
        log.warn("The worker could not be registered; trying again reason={}", e.getMessage());
        DatabaseWait.untilReady(databases.controlConnections());
      }
    }
  }

  private NodeRegistration node(String url) {
    return new NodeRegistration(
        grid.hostOrDefault(),
        NodeRole.WORKER,
        UUID.randomUUID(),
        settings.slots(),
        settings.availabilityZone(),
        version(),
        grid.listenAddressOrDefault(url),
        settings.lease());
  }

  private static String version() {
    String version = WorkerProcess.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }

  private synchronized boolean begins(WorkerLife now) {
    life = now;
    return stopped.getCount() > 0;
  }

  private void sayReady() {
    if (process.readyFile() != null) {
      Map<String, String> entries = new LinkedHashMap<>();
      entries.put("host", grid.hostOrDefault());
      ReadyFile.write(process.readyFile(), entries);
    }
  }

  /** Asks the process to end, in order. */
  synchronized void stop(String reason) {
    stopped.countDown();
    if (life != null) {
      life.stop(reason);
    } else if (thread != null) {
      thread.interrupt(); // It waits for the database, or for its name.
    }
  }

  /** Waits until everything has ended; false when that takes longer. */
  boolean awaitEnd(long seconds) throws InterruptedException {
    return ended.await(seconds, TimeUnit.SECONDS);
  }

  int exitCode() {
    return exitCode;
  }
}
