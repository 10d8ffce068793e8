package io.holdfast.schema.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifeOfBackupIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final BackupSubmission submission = new BackupSubmission(database.context());
  private final TaskCompletion completion = new TaskCompletion(database.context());

  @Test
  void a_backup_is_made_restored_and_deleted() {
    Owner worker = fixtures.worker("life");
    UUID volume = fixtures.volume("disk");
    var created = fixtures.submit(volume);
    assertThat(volume(volume).status()).isEqualTo(VolumeStatus.BACKING_UP);
    assertThat(backup(created.backupId()).host()).isNull();
    fixtures.claim(created.taskId(), worker);
    assertThat(backup(created.backupId()).host()).isEqualTo("life");
    assertThat(completion.backupSucceeded(created.taskId(), worker, new BackupTotals(5, 3)))
        .isTrue();
    assertThat(volume(volume).status()).isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(volume(volume).lastBackupAt()).isEqualTo(backup(created.backupId()).dataTimestamp());
    assertThat(backup(created.backupId()).status()).isEqualTo(BackupStatus.AVAILABLE);

    UUID target = fixtures.volume("target");
    var restore =
        (RestoreResult.Accepted) submission.restore(created.backupId(), target, Fixtures.ALICE);
    assertThat(backup(created.backupId()).restoreVolumeId()).isEqualTo(target);
    assertThat(backup(created.backupId()).host()).isNull();
    fixtures.claim(restore.taskId(), worker);
    assertThat(completion.restoreSucceeded(restore.taskId(), worker)).isTrue();
    assertThat(volume(target).metadata())
        .containsEntry("src_backup_id", created.backupId().toString());

    var delete = (DeleteResult.Accepted) submission.delete(created.backupId(), Fixtures.ALICE);
    fixtures.claim(delete.taskId(), worker);
    assertThat(completion.deleteSucceeded(delete.taskId(), worker)).isTrue();
    assertThat(new BackupQueries(database.context()).find(created.backupId())).isEmpty();
    assertThat(volume(volume).lastBackupAt()).isNull();
    assertThat(
            new Projects(database.context()).quota(Projects.DEFAULT_ID).orElseThrow().backupsUsed())
        .isZero();
  }

  @Test
  void a_volume_is_protected_by_those_of_its_backups_that_are_not_known_to_be_damaged() {
    Owner worker = fixtures.worker("damage");
    UUID volume = fixtures.volume("disk");
    UUID older = fixtures.available(volume, worker);
    UUID newer = fixtures.available(volume, worker);
    BackupStates states = new BackupStates(database.context());
    states.verified(newer, false, true, "1 chunk is damaged.");
    assertThat(volume(volume))
        .returns(backup(newer).dataTimestamp(), Volume::lastBackupAt)
        .returns(backup(older).dataTimestamp(), Volume::lastIntactBackupAt)
        .returns(Protection.PROTECTED, Volume::protection);
    states.verified(older, false, false, "2 chunks are damaged.");
    assertThat(volume(volume))
        .returns(backup(newer).dataTimestamp(), Volume::lastBackupAt)
        .returns(null, Volume::lastIntactBackupAt)
        .returns(Protection.UNPROTECTED, Volume::protection);
    states.verified(newer, true, false, "A sample is intact.");
    assertThat(volume(volume).protection()).isEqualTo(Protection.UNPROTECTED);
    states.verified(newer, true, true, "All of it is intact.");
    assertThat(volume(volume))
        .returns(backup(newer).dataTimestamp(), Volume::lastIntactBackupAt)
        .returns(Protection.PROTECTED, Volume::protection);
  }

  private Volume volume(UUID id) {
    return new VolumeQueries(database.context()).find(id).orElseThrow();
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }
}
