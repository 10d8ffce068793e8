package io.holdfast.worker.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.RetryingDriver;
import io.holdfast.engine.seal.Passphrase;
import io.holdfast.schema.history.RepositorySpaces;
import io.holdfast.schema.repository.Reach;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.RepositoryState;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.lease.GatedDriver;
import io.holdfast.worker.record.DatabasePatience;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories that this worker has open. Opening derives a key from a passphrase, which is
 * slow on purpose, so an open one is kept; each task asks for it anew, and it is opened again when
 * its row or its own description has changed.
 *
 * <p>The first to open a repository whose row is new makes it, under the row's id. Of two workers
 * that do so at once the driver lets one win, and the other one opens what the winner made.
 *
 * <p>A lock for each repository keeps two tasks from opening it twice. One that hangs, as a mount
 * whose server is gone does, holds up only its own tasks.
 */
public final class OpenRepositories implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OpenRepositories.class);

  private final Repositories rows;
  private final Reach reach;
  private final RepositorySpaces spaces;
  private final UUID incarnation;
  private final DatabasePatience patience;
  private final Gate gate;
  private final InstantSource clock;
  private final Map<UUID, OpenRepository> open = new ConcurrentHashMap<>();
  private final Map<UUID, Lock> opening = new ConcurrentHashMap<>();

  /** Those that others may reach, but not this worker. */
  private final Set<UUID> outOfReach = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /**
   * @param incarnation this worker's
   */
  public OpenRepositories(
      DSLContext database,
      UUID incarnation,
      DatabasePatience patience,
      Gate gate,
      InstantSource clock) {
    this.rows = new Repositories(database);
    this.reach = new Reach(database);
    this.spaces = new RepositorySpaces(database);
    this.incarnation = incarnation;
    this.patience = patience;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Opens a repository, or answers the one that is open. Whether it worked is in its row
   * afterwards.
   *
   * @throws BackupException {@link FailureKind#MISCONFIGURED} and others, with what is wrong with
   *     it
   */
  public OpenRepository open(UUID id) {
    return open(id, false);
  }

  /**
   * As {@link #open}, but a repository that was made under another database is taken over by a row
   * that was never used. Only for a database that is lost: two that use one repository would remove
   * each other's packs.
   */
  public OpenRepository takeOver(UUID id) {
    return open(id, true);
  }

  private OpenRepository open(UUID id, boolean takeOver) {
    Lock lock = opening.computeIfAbsent(id, _ -> new ReentrantLock());
    lock.lock();
    try {
      return openAlone(id, takeOver);
    } finally {
      lock.unlock();
    }
  }

  private OpenRepository openAlone(UUID id, boolean takeOver) {
    io.holdfast.schema.repository.Repository row =
        patience
            .call(() -> rows.find(id))
            .orElseThrow(() ->
                new BackupException(
                    FailureKind.PERMANENT, "Repository %s is not known any more.".formatted(id)));
    try {
      OpenRepository repository = stillOpen(row);
      if (repository == null) {
        repository = openAnew(row, takeOver);
      }
      sayReady(row, repository.repository());
      return repository;
    } catch (BackupException e) {
      sayUnavailable(id, e);
      throw e;
    }
  }

  /**
   * Whether a failure is only this worker's: it cannot work in the repository, and there are others
   * that have not found the same.
   */
  public boolean isOutOfReach(UUID id) {
    return outOfReach.contains(id);
  }

  /** Says in the row what is wrong, if the failure is of the kind that a person has to act on. */
  private void sayUnavailable(UUID id, BackupException failure) {
    switch (failure.kind()) {
      case MISCONFIGURED -> {
        if (patience.call(() -> reach.lost(incarnation, id, failure.getMessage()))) {
          outOfReach.add(id);
        } else {
          outOfReach.remove(id);
          patience.call(() -> rows.unavailable(id, failure.getMessage()));
        }
      }
      case PERMANENT, CORRUPT -> patience.call(() -> rows.unavailable(id, failure.getMessage()));
      case RETRYABLE, FENCED, CANCELLED -> {}
    }
  }

  private void sayReady(io.holdfast.schema.repository.Repository row, Repository repository) {
    if (outOfReach.remove(row.id())) {
      patience.call(() -> reach.regained(incarnation, row.id()));
    }
    if (row.state() == RepositoryState.READY
        && row.chunkSizeBytes() != null
        && row.chunkSizeBytes() == repository.chunkBytes()) {
      return;
    }
    if (!patience.call(() -> rows.ready(row.id(), repository.chunkBytes()))) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "Repository '%s' has chunks of %d bytes, but had others before: this is not the same repository."
              .formatted(row.name(), repository.chunkBytes()));
    }
  }

  private @Nullable OpenRepository stillOpen(io.holdfast.schema.repository.Repository row) {
    OpenRepository known = open.get(row.id());
    if (known == null) {
      return null;
    }
    if (known.isOf(row)
        && Arrays.equals(
            known.description(), Repository.description(known.repository().driver()))) {
      return known;
    }
    open.remove(row.id());
    known.repository().driver().close();
    return null;
  }

  private OpenRepository openAnew(io.holdfast.schema.repository.Repository row, boolean takeOver) {
    RepositoryDriver place = RepositoryDrivers.of(row.driver(), row.location(), clock);
    RepositoryDriver driver =
        new FaultNotingDriver(
            new RetryingDriver(new GatedDriver(place, gate)),
            failure -> sayUnavailable(row.id(), failure));
    try {
      Passphrase passphrase = Passphrases.of(row);
      Repository repository = openOrCreate(row, driver, passphrase);
      if (takeOver && !repository.id().equals(row.expectedStorageId())) {
        takeOver(row, repository);
      } else {
        requireOurs(row, repository);
      }
      if (repository.encrypted() != row.encrypted()) {
        throw new BackupException(
            FailureKind.MISCONFIGURED,
            "The repository at %s is %s, but its settings say that it is %s."
                .formatted(
                    driver.location(),
                    repository.encrypted() ? "encrypted" : "not encrypted",
                    row.encrypted() ? "encrypted" : "not encrypted"));
      }
      OpenRepository opened = new OpenRepository(row, repository, Repository.description(driver));
      open.put(row.id(), opened);
      if (closed) {
        close();
      }
      log.info(
          "Opened repository '{}' repository={} location={}", row.name(), row.id(), row.location());
      if (!repository.encrypted()) {
        log.warn(
            "Repository '{}' is NOT ENCRYPTED: whoever can read its files can read the volumes"
                + " repository={} location={}",
            row.name(),
            row.id(),
            row.location());
      }
      return opened;
    } catch (RuntimeException e) {
      driver.close();
      throw e;
    }
  }

  private static void requireOurs(
      io.holdfast.schema.repository.Repository row, Repository repository) {
    if (row.chunkSizeBytes() == null && !repository.id().equals(row.expectedStorageId())) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "At %s lies a repository that another database uses, or one that was lost. If it was lost, run `./holdfast repository reindex %s`, which brings its backups back; never use one repository from two databases."
              .formatted(row.location(), row.name()));
    }
    repository.requireId(row.expectedStorageId());
  }

  private void takeOver(io.holdfast.schema.repository.Repository row, Repository repository) {
    if (!patience.call(() -> rows.takeOver(row.id(), repository.id()))) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "Repository '%s' cannot take over what lies at %s (id %s): it has been used with something else, or another repository has that one."
              .formatted(row.name(), row.location(), repository.id()));
    }
    log.warn(
        "Took over what another database made repository={} storageId={}",
        row.id(),
        repository.id());
  }

  private Repository openOrCreate(
      io.holdfast.schema.repository.Repository row,
      RepositoryDriver driver,
      @Nullable Passphrase passphrase) {
    boolean isNew = row.chunkSizeBytes() == null;
    if (!isNew || Repository.isThere(driver)) {
      return Repository.open(driver, passphrase);
    }
    try {
      Repository made =
          Repository.create(driver, row.id(), RepositoryOptions.settings(row, passphrase), clock);
      log.info(
          "Made repository '{}' repository={} location={}", row.name(), row.id(), row.location());
      return made;
    } catch (BackupException e) {
      if (Repository.isThere(driver)) {
        return Repository.open(driver, passphrase); // Another worker was quicker.
      }
      throw e;
    }
  }

  /**
   * Opens in the background what some worker has opened before, one after the other, as each key
   * takes memory to derive. So people learn at once, and not from the next backup, whether each
   * repository can be worked in and how much room it has.
   */
  public void openInAdvance() {
    Thread.ofPlatform().daemon().name("repositories").start(this::openEach);
  }

  private void openEach() {
    try {
      for (io.holdfast.schema.repository.Repository row : patience.call(rows::list)) {
        if (!closed && row.chunkSizeBytes() != null) {
          openInAdvance(row);
        }
      }
    } catch (BackupException e) {
      // This incarnation is over: the next one opens them.
      log.debug("Repositories are not opened reason={}", e.getMessage());
    }
  }

  private void openInAdvance(io.holdfast.schema.repository.Repository row) {
    try {
      lookForSpace(row.id(), open(row.id()));
    } catch (BackupException e) {
      log.warn(
          "Repository '{}' could not be opened repository={} reason={}",
          row.name(),
          row.id(),
          e.getMessage());
    }
  }

  /** Writes down how much room there is where each repository lies that is open here. */
  public void lookForSpace() {
    open.forEach(this::lookForSpace);
  }

  private void lookForSpace(UUID id, OpenRepository repository) {
    try {
      RepositoryDriver.Space space = repository.repository().driver().space();
      if (space.freeBytes().isPresent()) {
        spaces.found(
            id,
            space.totalBytes().isPresent() ? space.totalBytes().getAsLong() : null,
            space.freeBytes().getAsLong());
      }
    } catch (BackupException e) {
      log.debug("Free space is looked for later repository={} reason={}", id, e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    open.values().forEach(repository -> repository.repository().driver().close());
    open.clear();
  }
}
