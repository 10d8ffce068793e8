package io.holdfast.worker;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.Processors;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.MembershipListener;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.PlaceTrials;
import io.holdfast.grid.worker.WorkerControl;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.mount.Mounts;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.volume.Backends;
import io.holdfast.worker.attach.Attacher;
import io.holdfast.worker.attach.BackupSources;
import io.holdfast.worker.attach.Detacher;
import io.holdfast.worker.attach.Temporaries;
import io.holdfast.worker.attach.VolumeServices;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.lease.LeaseKeeper;
import io.holdfast.worker.lease.Registration.Registered;
import io.holdfast.worker.leftover.Leftovers;
import io.holdfast.worker.mount.BackupVolumes;
import io.holdfast.worker.mount.MountEndpoint;
import io.holdfast.worker.mount.MountedBackups;
import io.holdfast.worker.mount.MountedFiles;
import io.holdfast.worker.record.DatabasePatience;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.Trials;
import io.holdfast.worker.task.Pulse;
import io.holdfast.worker.task.RetryPolicy;
import io.holdfast.worker.task.RunContexts;
import io.holdfast.worker.task.TaskRunner;
import io.holdfast.worker.task.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of the worker, from its registration to its end: renews the lease, is in the
 * grid, clears away what earlier ones left, takes tasks. It ends by being closed, after somebody
 * asked for it, after it was fenced, or after its grid node broke; then nothing of it is left in
 * this process.
 */
final class WorkerLife implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkerLife.class);
  private static final Duration CLEAR_AWAY_EVERY = Duration.ofSeconds(10);

  private static final Duration LOOK_FOR_SPACE_EVERY = Duration.ofMinutes(1);
  private static final Duration END_MOUNTS_EVERY = Duration.ofSeconds(5);

  // Together less than the ten seconds in which a process is to stop.
  private static final Duration TASKS_END_BY_THEMSELVES = Duration.ofSeconds(1);
  private static final Duration TASKS_LET_GO_WITHIN = Duration.ofSeconds(4);

  private final Owner owner;
  private final NodeLeases leases;
  private final DatabasePatience patience;
  private final Runnable warmUp;
  private final LeaseKeeper keeper;
  private final OpenRepositories repositories;
  private final TaskRunner runner;
  private final MountedBackups mounts;
  private final Leftovers leftovers;
  private final DSLContext control;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<GridNode> grid = new CompletableFuture<>();
  private final List<AutoCloseable> pulses = new CopyOnWriteArrayList<>();
  private volatile Runnable clearAwaySoon = () -> {};

  /** Why a life ends. */
  sealed interface Ending {
    String reason();

    /** Somebody asked this process to stop. */
    record Stopped(String reason) implements Ending {}

    /** Somebody closed the incarnation; the process may begin a new life. */
    record Fenced(String reason) implements Ending {}

    /** The grid node broke. */
    record Broken(String reason) implements Ending {}
  }

  /** Begins to renew the lease; nothing else happens before {@link #join}. */
  WorkerLife(
      Registered registered, WorkerSettings settings, Databases databases, Processors processors) {
    DSLContext database = databases.tasks();
    Gate gate = new Gate();
    this.owner = registered.node().owner();
    this.control = databases.control();
    this.leases = new NodeLeases(control);
    this.patience = new DatabasePatience(gate);
    this.keeper =
        LeaseKeeper.start(
            leases,
            owner.incarnation(),
            settings.lease(),
            registered.askedAt(),
            gate,
            reason -> ending.complete(new Ending.Fenced(reason)));
    this.repositories =
        new OpenRepositories(database, owner.incarnation(), patience, gate, InstantSource.system());
    VolumeServices services =
        new VolumeServices(new Backends(database), this::volumeService, patience);
    Attachments attachments = new Attachments(database);
    Detacher detacher = new Detacher(attachments, services, patience);
    Temporaries temporaries =
        new Temporaries(
            new BackupStates(database), new BackupQueries(database), services, patience);
    Attacher attacher =
        new Attacher(
            attachments,
            services,
            detacher,
            owner,
            connector(registered),
            nbd(settings),
            gate,
            patience);
    MemoryBudget perTask =
        new MemoryBudget(settings.memory().buffers().toBytes() / settings.slots());
    this.runner =
        Tasks.runner(
            owner,
            settings.slots(),
            new Tasks.Tools(
                repositories,
                attacher,
                new BackupSources(database, services, attacher, temporaries, owner, patience),
                temporaries,
                new RunContexts(database, patience, processors, perTask, settings.recordEvery()),
                new RetryPolicy(settings.retry().firstDelay(), settings.retry().longestDelay()),
                InstantSource.system()),
            () -> clearAwaySoon.run());
    this.warmUp =
        () -> {
          if (settings.warmUp()) {
            WarmUp.start(processors, () -> !runner.running().isEmpty());
          }
        };
    this.mounts =
        new MountedBackups(
            new Mounts(database),
            owner,
            new BackupVolumes(database, repositories, patience, processors),
            new MountEndpoint(registered.node().address(), settings.stateOrDefault()),
            settings.mounts());
    this.leftovers =
        new Leftovers(database, owner, detacher, temporaries, runner::isMine, patience);
  }

  private static ConnectorProperties connector(Registered registered) {
    String address = registered.node().address();
    return new ConnectorProperties(
        registered.node().host(),
        address.isEmpty() ? List.of() : List.of(address),
        List.of(ConnectionInfo.NBD));
  }

  private static NbdClientOptions nbd(WorkerSettings settings) {
    return NbdClientOptions.DEFAULTS
        .withConnections(settings.nbd().connections())
        .withConnectTimeout(settings.nbd().connectTimeout())
        .withRequestTimeout(settings.nbd().requestTimeout());
  }

  private VolumeService volumeService(String host) {
    GridNode node = grid.getNow(null);
    if (node == null) {
      throw new VolumeServiceException(
          FailureKind.UNREACHABLE, "This worker is not in the grid yet.");
    }
    return node.volumeService(host);
  }

  /**
   * Joins the grid, clears away what earlier incarnations left, and takes tasks from then on. What
   * cannot be cleared away now is tried again every few seconds, and whenever a volume service
   * joins.
   */
  void join(GridSettings settings, String databaseUrl, Databases databases) {
    GridNode node =
        GridNode.join(
            settings,
            new GridMember(GridRole.WORKER, owner.host(), owner.incarnation()),
            databaseUrl,
            databases.controlConnections(),
            GridOffers.none()
                .with(WorkerControl.class, runner)
                .with(BackupMounts.class, mounts)
                .with(BackupFiles.class, new MountedFiles(mounts))
                .with(PlaceTrials.class, new Trials(InstantSource.system())),
            reason -> ending.complete(new Ending.Broken(reason)));
    grid.complete(node);
    clearAway();
    Pulse clearing = Pulse.start("leftovers", CLEAR_AWAY_EVERY, this::clearAway);
    pulses.add(clearing);
    clearAwaySoon = clearing::nudge;
    node.onMembership(new VolumeServiceJoined(clearing));
    pulses.add(Pulse.start("mounts", END_MOUNTS_EVERY, mounts::endForgotten));
    pulses.add(Pulse.start("space", LOOK_FOR_SPACE_EVERY, repositories::lookForSpace));
    pulses.add(Tasks.watched(runner, owner, control, node::publish));
    runner.open();
    repositories.openInAdvance();
    warmUp.run();
    log.info("Takes tasks host={} incarnation={}", owner.host(), owner.incarnation());
  }

  private void clearAway() {
    try {
      leftovers.clearAway();
    } catch (BackupException e) {
      log.debug("Clearing away is tried again later reason={}", e.getMessage());
    }
  }

  private record VolumeServiceJoined(Pulse clearing) implements MembershipListener {
    @Override
    public void joined(GridMember member) {
      if (member.role() == GridRole.VOLUME_SERVICE) {
        clearing.nudge();
      }
    }

    @Override
    public void left(GridMember member) {}
  }

  /** Somebody asks this life to end. */
  void stop(String reason) {
    ending.complete(new Ending.Stopped(reason));
  }

  /** Waits until there is a reason to end. */
  Ending awaitEnding() {
    return ending.join();
  }

  /** Ends everything that belongs to this life, in order. */
  @Override
  public void close() {
    Ending why = ending.getNow(new Ending.Stopped("It did not get to work."));
    log.info(
        "Ends host={} incarnation={} reason={}", owner.host(), owner.incarnation(), why.reason());
    switch (why) {
      case Ending.Fenced(String reason) -> runner.fence(reason);
      case Ending.Stopped _, Ending.Broken _ -> runner.giveBack(TASKS_END_BY_THEMSELVES);
    }
    if (!runner.awaitIdle(TASKS_LET_GO_WITHIN)) {
      log.warn("{} tasks did not end in time; they are taken over later", runner.running().size());
    }
    pulses.forEach(WorkerLife::closed);
    closed(mounts);
    patience.close();
    keeper.close();
    if (!(why instanceof Ending.Fenced)) {
      resign(why.reason());
    }
    GridNode node = grid.getNow(null);
    if (node != null) {
      node.close();
    }
    repositories.close();
  }

  private void resign(String reason) {
    try {
      leases.close(owner.incarnation(), reason);
    } catch (DataAccessException e) {
      log.warn(
          "The lease could not be given back; it runs out by itself reason={}", e.getMessage());
    }
  }

  private static void closed(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.error("Ending a part of the worker failed", e);
    }
  }
}
