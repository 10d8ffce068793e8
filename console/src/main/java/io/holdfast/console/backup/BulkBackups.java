package io.holdfast.console.backup;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Bulk;
import io.holdfast.console.refusal.Bulk.Refused;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.volume.Volume;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * The same for many backups, or for many volumes. {@link BackupsService} decides on each, in a
 * transaction of its own: one that is refused keeps none of the others. A plan asks for all of it
 * and takes each back at once, so that it goes by the same rules and changes nothing.
 */
@Service
public class BulkBackups {

  /** So many at once. */
  public static final int MOST = 1000;

  private final BackupsService backups;
  private final VolumesService volumes;

  BulkBackups(BackupsService backups, VolumesService volumes) {
    this.backups = backups;
    this.volumes = volumes;
  }

  /** Which could be deleted now, and why the others not. */
  public Bulk<Backup> planDelete(Caller caller, Set<UUID> ids) {
    Set<UUID> leaving = new HashSet<>();
    return eachBackup(
        caller,
        ids,
        backup -> {
          backups.tryDelete(caller, backup.id(), leaving);
          leaving.add(backup.id());
        });
  }

  /** Queues deleting them: those that were made on others before the others. */
  public Bulk<Backup> delete(Caller caller, Set<UUID> ids) {
    Set<UUID> leaving = new HashSet<>();
    return eachBackup(
        caller,
        ids,
        backup -> {
          Submitted _ = backups.delete(caller, backup.id(), leaving);
          leaving.add(backup.id());
        });
  }

  /** The names of the volumes that would have no whole backup without these, each once. */
  public List<String> volumesOnlyIn(Caller caller, List<Backup> backups) {
    return this.backups.volumesOnlyIn(
        caller, backups.stream().map(Backup::id).collect(Collectors.toSet()));
  }

  /** Which could be verified now, and why the others not. */
  public Bulk<Backup> planVerify(Caller caller, Set<UUID> ids) {
    return eachBackup(caller, ids, backup -> backups.tryVerify(caller, backup.id()));
  }

  /** Queues reading all of each again. */
  public Bulk<Backup> verify(Caller caller, Set<UUID> ids) {
    return eachBackup(
        caller,
        ids,
        backup -> {
          Submitted _ = backups.verify(caller, backup.id());
        });
  }

  /** Which volumes could be backed up now, and why the others not. */
  public Bulk<Volume> planCreate(Caller caller, Set<UUID> volumeIds) {
    return eachVolume(
        caller, volumeIds, volume -> backups.tryCreate(caller, request(volume, volume.name())));
  }

  /**
   * Queues a backup of each: of what changed, where there is one already.
   *
   * @param nameEnd what the backups' names have after the volumes'
   */
  public Bulk<Volume> create(Caller caller, Set<UUID> volumeIds, String nameEnd) {
    return eachVolume(
        caller,
        volumeIds,
        volume -> {
          String start = volume.name();
          int room = Math.min(start.length(), 255 - nameEnd.length());
          Submitted _ = backups.create(caller, request(volume, start.substring(0, room) + nameEnd));
        });
  }

  private static BackupRequest request(Volume volume, String name) {
    return volume.lastBackupAt() == null
        ? BackupRequest.full(volume.id(), name)
        : BackupRequest.incremental(volume.id(), name);
  }

  private Bulk<Backup> eachBackup(Caller caller, Set<UUID> ids, Consumer<Backup> one) {
    caller.mustOperate();
    notTooMany(ids);
    List<Backup> found = backups.find(caller, ids);
    Set<UUID> missing = new HashSet<>(ids);
    found.forEach(backup -> missing.remove(backup.id()));
    List<Refused> gone =
        missing.stream()
            .map(id -> new Refused(id.toString(), Refusal.notFound("backup", id)))
            .toList();
    return Bulk.of(found, gone, Busy::title, one);
  }

  private Bulk<Volume> eachVolume(Caller caller, Set<UUID> ids, Consumer<Volume> one) {
    caller.mustOperate();
    notTooMany(ids);
    List<Volume> found = new ArrayList<>();
    List<Refused> gone = new ArrayList<>();
    for (UUID id : ids) {
      try {
        found.add(volumes.get(caller, id));
      } catch (Refusal e) {
        gone.add(new Refused(id.toString(), e));
      }
    }
    return Bulk.of(found, gone, Volume::name, one);
  }

  private static void notTooMany(Set<UUID> ids) {
    if (ids.size() > MOST) {
      throw Refusal.invalid(
          "too-many-at-once",
          "These are %d, and at most %d can be asked for at once.".formatted(ids.size(), MOST),
          "Do it in several steps.");
    }
  }
}
