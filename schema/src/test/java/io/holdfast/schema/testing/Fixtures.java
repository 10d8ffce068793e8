package io.holdfast.schema.testing;

import static io.holdfast.schema.generated.Tables.NODE;

import io.holdfast.schema.Clock;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.node.RegisterResult;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.task.ClaimResult;
import io.holdfast.schema.task.TaskClaim;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.volume.Backends;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.VolumeStates;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/** Rows that tests start from, made by the same statements that the product uses. */
public final class Fixtures {

  public static final Actor ALICE = new Actor(null, "alice");
  public static final String BACKEND = "pool";
  public static final long GIB = 1024L * 1024 * 1024;

  private final DSLContext database;

  /** Adds a backend, and a repository that is the default, unless they are there. */
  public Fixtures(DSLContext database) {
    this.database = database;
    new Backends(database).report(BACKEND, "storage", "nova", Map.of(), null, null);
    new Repositories(database)
        .create(new NewRepository("main", "posix", "/srv/backups", Map.of(), false, null));
  }

  /** A volume of one GiB that is available. */
  public UUID volume(String name) {
    return volume(name, GIB);
  }

  public UUID volume(String name, long sizeBytes) {
    return volume(Projects.DEFAULT_ID, name, sizeBytes);
  }

  public UUID volume(UUID projectId, String name, long sizeBytes) {
    UUID id = UUID.randomUUID();
    VolumeStates states = new VolumeStates(database);
    states.create(new NewVolume(id, projectId, name, "", sizeBytes, BACKEND, Map.of()));
    states.created(id, sizeBytes);
    return id;
  }

  /** A worker that is up, with a lease of an hour. */
  public Owner worker(String host) {
    NodeRegistration node =
        new NodeRegistration(
            host, NodeRole.WORKER, UUID.randomUUID(), 2, "nova", "1", "", Duration.ofHours(1));
    if (!(new NodeLeases(database).register(node) instanceof RegisterResult.Registered)) {
      throw new IllegalStateException("host %s is taken".formatted(host));
    }
    return node.owner();
  }

  /** Lets a lease run out now, as if the node had been silent for long. */
  public void expireLease(Owner owner) {
    database
        .update(NODE)
        .set(NODE.LEASE_UNTIL, Clock.nowMinus(Duration.ofHours(1)))
        .where(NODE.ID.eq(owner.incarnation()))
        .execute();
  }

  /** A backup that was asked for and is queued. */
  public CreateResult.Accepted submit(UUID volumeId) {
    return submit(NewBackup.ofVolume(Projects.DEFAULT_ID, volumeId));
  }

  public CreateResult.Accepted submit(NewBackup wanted) {
    return (CreateResult.Accepted) new BackupSubmission(database).create(wanted, ALICE);
  }

  /** A backup that a worker has taken. */
  public CreateResult.Accepted running(UUID volumeId, Owner owner) {
    CreateResult.Accepted submitted = submit(volumeId);
    claim(submitted.taskId(), owner);
    return submitted;
  }

  /** A backup that is available. */
  public UUID available(UUID volumeId, Owner owner) {
    CreateResult.Accepted running = running(volumeId, owner);
    new TaskCompletion(database)
        .backupSucceeded(running.taskId(), owner, new BackupTotals(GIB, GIB / 2));
    return running.backupId();
  }

  public void claim(UUID taskId, Owner owner) {
    if (!(new TaskClaim(database).claim(taskId, owner) instanceof ClaimResult.Claimed)) {
      throw new IllegalStateException("task %s could not be claimed".formatted(taskId));
    }
  }
}
