package io.holdfast.console.backup;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.SharedLook;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.submission.VerifyResult;
import io.holdfast.schema.volume.Volume;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** All that callers can do with backups. */
@Service
public class BackupsService {

  private final SharedLook<List<Object>, List<Backup>> lists = new SharedLook<>();
  private final SharedLook<BackupFilter, Integer> counts = new SharedLook<>();
  private final DSLContext database;
  private final BackupQueries backups;
  private final BackupStates states;
  private final BackupSubmission submission;
  private final VolumesService volumes;
  private final RestoreVolumes restoreVolumes;
  private final TasksService tasks;

  public BackupsService(
      DSLContext database,
      VolumesService volumes,
      RestoreVolumes restoreVolumes,
      TasksService tasks) {
    this.database = database;
    this.backups = new BackupQueries(database);
    this.states = new BackupStates(database);
    this.submission = new BackupSubmission(database);
    this.volumes = volumes;
    this.restoreVolumes = restoreVolumes;
    this.tasks = tasks;
  }

  public List<Backup> list(
      Caller caller, BackupFilter filter, Order<BackupSort> order, Slice slice) {
    BackupFilter scoped = scoped(caller, filter);
    return lists.ask(List.of(scoped, order, slice), () -> backups.list(scoped, order, slice));
  }

  public int count(Caller caller, BackupFilter filter) {
    BackupFilter scoped = scoped(caller, filter);
    return counts.ask(scoped, () -> backups.count(scoped));
  }

  public Backup get(Caller caller, UUID id) {
    return backups
        .find(id)
        .filter(backup -> caller.sees(backup.projectId()))
        .orElseThrow(() -> Refusal.notFound("backup", id));
  }

  /** Those of these ids that the caller sees: what was made on others before those. */
  List<Backup> find(Caller caller, Set<UUID> ids) {
    return backups.find(ids).stream().filter(backup -> caller.sees(backup.projectId())).toList();
  }

  /** The names of the volumes that would have no whole backup without these, each once. */
  public List<String> volumesOnlyIn(Caller caller, Set<UUID> ids) {
    return backups.volumesOnlyIn(
        find(caller, ids).stream().map(Backup::id).collect(Collectors.toSet()));
  }

  /** The incremental backups that were made on it and are not deleted. */
  public List<Backup> dependents(Caller caller, UUID id) {
    return backups.dependents(get(caller, id).id());
  }

  /** Changes what people have written about it; {@code null} leaves as it is. */
  public Backup describe(
      Caller caller,
      UUID id,
      @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {
    get(caller, id);
    caller.mustOperate();
    boolean there =
        states.describe(
            id,
            name == null ? null : Input.optionalName(name, "name"),
            description == null ? null : Input.description(description),
            metadata == null ? null : Input.metadata(metadata));
    if (!there) {
      throw Refusal.notFound("backup", id);
    }
    return get(caller, id);
  }

  /** Queues a backup of a volume or snapshot; it belongs to the volume's project. */
  public Submitted create(Caller caller, BackupRequest request) {
    Volume volume = volumes.get(caller, request.volumeId());
    NewBackup wanted = wanted(caller, volume, request);
    CreateResult result = submission.create(wanted, caller.actor());
    if (result instanceof CreateResult.Accepted(UUID backupId, UUID taskId)) {
      return submitted(caller, backupId, null, taskId);
    }
    throw NotBackedUp.because(result, wanted, volume.name(), volume.projectName());
  }

  /** Throws the refusal that making a backup would meet now; changes nothing. */
  void tryCreate(Caller caller, BackupRequest request) {
    Volume volume = volumes.get(caller, request.volumeId());
    NewBackup wanted = wanted(caller, volume, request);
    CreateResult result = submission.tryCreate(wanted, caller.actor());
    if (!(result instanceof CreateResult.Accepted)) {
      throw NotBackedUp.because(result, wanted, volume.name(), volume.projectName());
    }
  }

  private static NewBackup wanted(Caller caller, Volume volume, BackupRequest request) {
    caller.mustOperate();
    return new NewBackup(
        volume.projectId(),
        volume.id(),
        request.snapshotId(),
        Input.optionalName(request.name(), "name"),
        Input.description(request.description()),
        request.incremental(),
        Input.metadata(request.metadata()),
        request.repositoryId(),
        null);
  }

  /**
   * Queues a restore. To a new volume it makes that first, which may take a minute: the refusal of
   * a volume service reaches the caller, and nothing stays behind.
   */
  public Submitted restore(Caller caller, UUID backupId, RestoreTarget target) {
    Backup backup = get(caller, backupId);
    caller.mustOperate();
    return switch (target) {
      case RestoreTarget.ToVolume(UUID volumeId) -> {
        Volume volume = volumes.get(caller, volumeId);
        UUID taskId =
            accepted(backup, volume, submission.restore(backupId, volumeId, caller.actor()));
        yield submitted(caller, backupId, volumeId, taskId);
      }
      case RestoreTarget.ToNewVolume wanted -> {
        RestoreVolumes.Made made = restoreVolumes.make(caller, backup, wanted);
        yield submitted(caller, backupId, made.volumeId(), made.taskId());
      }
    };
  }

  /** Queues reading all of a backup again. */
  public Submitted verify(Caller caller, UUID backupId) {
    return verify(caller, backupId, null);
  }

  /**
   * Queues reading a backup again.
   *
   * @param samplePercent of its chunks; {@code null}: all
   */
  public Submitted verify(Caller caller, UUID backupId, @Nullable Integer samplePercent) {
    Backup backup = get(caller, backupId);
    caller.mustOperate();
    VerifyResult result = submission.verify(backupId, Input.percent(samplePercent), caller.actor());
    if (result instanceof VerifyResult.Accepted(UUID taskId)) {
      return submitted(caller, backupId, null, taskId);
    }
    throw NotDone.because(result, backup);
  }

  /** Queues deleting a backup. */
  public Submitted delete(Caller caller, UUID backupId) {
    return delete(caller, backupId, Set.of());
  }

  /**
   * Queues deleting one of several backups.
   *
   * @param leaving those of them whose deleting is queued: made on this one, they do not stand in
   *     its way
   */
  Submitted delete(Caller caller, UUID backupId, Set<UUID> leaving) {
    Backup backup = get(caller, backupId);
    caller.mustOperate();
    DeleteResult result = submission.delete(backupId, leaving, caller.actor());
    if (result instanceof DeleteResult.Accepted(UUID taskId)) {
      return submitted(caller, backupId, null, taskId);
    }
    throw NotDone.because(result, backup);
  }

  /** Throws the refusal that deleting would meet now; changes nothing. */
  void tryDelete(Caller caller, UUID backupId, Set<UUID> leaving) {
    Backup backup = get(caller, backupId);
    caller.mustOperate();
    DeleteResult result = submission.tryDelete(backupId, leaving, caller.actor());
    if (!(result instanceof DeleteResult.Accepted)) {
      throw NotDone.because(result, backup);
    }
  }

  /** Throws the refusal that verifying would meet now; changes nothing. */
  void tryVerify(Caller caller, UUID backupId) {
    Backup backup = get(caller, backupId);
    caller.mustOperate();
    VerifyResult result = submission.tryVerify(backupId, caller.actor());
    if (!(result instanceof VerifyResult.Accepted)) {
      throw NotDone.because(result, backup);
    }
  }

  /** Has a backup stay whatever policies and people want, or releases it. */
  public Backup hold(Caller caller, UUID backupId, boolean held) {
    Backup backup = get(caller, backupId);
    caller.mustOperate();
    // Together, so that whoever is told of the change finds the entry.
    database.transaction(transaction -> {
      if (!new BackupStates(transaction.dsl()).hold(backupId, held)) {
        throw Busy.backup(backup, BackupStatus.DELETING, null);
      }
      new AuditLog(transaction.dsl())
          .add(
              caller.name(),
              held ? "backup.hold" : "backup.release",
              "backup",
              backupId,
              backup.projectId(),
              Outcome.ACCEPTED,
              Map.of());
    });
    return get(caller, backupId);
  }

  static UUID accepted(Backup backup, Volume volume, RestoreResult result) {
    if (result instanceof RestoreResult.Accepted(UUID taskId)) {
      return taskId;
    }
    throw NotDone.because(result, backup, volume);
  }

  private Submitted submitted(Caller caller, UUID backupId, @Nullable UUID volumeId, UUID taskId) {
    return new Submitted(
        get(caller, backupId),
        volumeId == null ? null : volumes.get(caller, volumeId),
        tasks.get(caller, taskId));
  }

  private static BackupFilter scoped(Caller caller, BackupFilter filter) {
    UUID only = caller.onlyProject();
    return only == null ? filter : filter.inProject(only);
  }
}
