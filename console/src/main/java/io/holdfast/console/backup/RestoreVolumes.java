package io.holdfast.console.backup;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.volume.VolumeMaker;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStates;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the volume that a backup is restored to. The volume is there and the restore is queued in
 * one transaction, and a restore that fails or is cancelled leaves it in error, so that there is
 * never an empty volume that claims to be a restore.
 */
@Component
class RestoreVolumes {

  /** The volume that was made, and the restore into it. */
  record Made(UUID volumeId, UUID taskId) {}

  private final DSLContext database;
  private final VolumeMaker maker;

  RestoreVolumes(DSLContext database, VolumeMaker maker) {
    this.database = database;
    this.maker = maker;
  }

  Made make(Caller caller, Backup backup, RestoreTarget.ToNewVolume wanted) {
    NewVolume row =
        new NewVolume(
            UUID.randomUUID(),
            backup.projectId(),
            name(backup, wanted.name()),
            "",
            Input.wholeSectors(backup.sizeBytes()),
            backend(backup, wanted.backend()),
            Map.of(VolumeMaker.RESTORE_OF, backup.id().toString()));
    UUID taskId = maker.makeNow(row, caller, sizeBytes -> begin(row, sizeBytes, backup, caller));
    return new Made(row.id(), taskId);
  }

  private UUID begin(NewVolume row, long sizeBytes, Backup backup, Caller caller) {
    return database.transactionResult(transaction -> {
      new VolumeStates(transaction.dsl()).createdForRestore(row.id(), sizeBytes);
      RestoreResult result =
          new BackupSubmission(transaction.dsl()).restore(backup.id(), row.id(), caller.actor());
      return BackupsService.accepted(backup, volume(transaction.dsl(), row.id()), result);
    });
  }

  private static Volume volume(DSLContext database, UUID id) {
    return new VolumeQueries(database)
        .find(id)
        .orElseThrow(() -> new IllegalStateException("volume %s is gone".formatted(id)));
  }

  private String backend(Backup backup, @Nullable String wanted) {
    if (wanted != null && !wanted.isBlank()) {
      return maker.backend(wanted).name();
    }
    return new VolumeQueries(database)
        .find(backup.volumeId())
        .map(Volume::backend)
        .filter(name -> maker.hasRoom(name, backup.sizeBytes()))
        .orElseGet(() -> maker.roomiestBackend(backup.sizeBytes()).name());
  }

  private static String name(Backup backup, @Nullable String wanted) {
    String name = Input.optionalName(wanted, "name of the new volume");
    if (!name.isEmpty()) {
      return name;
    }
    String made = "restore of " + (backup.name().isEmpty() ? backup.volumeName() : backup.name());
    int end = made.offsetByCodePoints(0, Math.min(made.codePointCount(0, made.length()), 255));
    return made.substring(0, end);
  }
}
