package io.holdfast.schema.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
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

  private Volume volume(UUID id) {
    return new VolumeQueries(database.context()).find(id).orElseThrow();
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }
}
