package io.holdfast.worker.process;

import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RepositoryTaskResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the database knew of a repository is gone, and comes back from the repository alone. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class LostDatabaseIT {

  private static final String WORKER = "keeper";

  @Test
  void a_reindex_brings_every_backup_back(Stack stack) throws Exception {
    Requests requests = new Requests(stack);
    BackupSubmission submission = new BackupSubmission(stack.database);
    Program worker = stack.worker(WORKER).awaitReady();
    try {
      Path directory = Files.createDirectories(stack.directory.resolve("to-be-taken-over"));
      UUID before = requests.repository(directory);
      TestVolume volume = new TestVolume(stack, Stack.DIRECT, 32 * MIB).filled(3, 1);
      Path first = volume.copy();
      var full = requests.backup(volume, before, false);
      requests.run(full.taskId(), WORKER);
      volume.write(4 * MIB, (int) MIB, 5);
      Path second = volume.copy();
      var incremental = requests.backup(volume, before, true);
      requests.run(incremental.taskId(), WORKER);
      Backup known = requests.backup(incremental.backupId());
      forget(stack, before);

      UUID after = requests.repository(directory);
      UUID refused = accepted(submission.reclaim(after, Requests.ALICE));
      stack.dispatch(refused, WORKER);
      Task failed = requests.awaitEnd(refused, TaskState.FAILED);
      assertThat(failed.message()).contains("another database", "repository reindex");

      UUID reindex = accepted(submission.reindex(after, Requests.ALICE));
      Task done = requests.run(reindex, WORKER);
      assertThat(done.message()).contains("2 of 2 backups");
      Backup back = requests.backup(incremental.backupId());
      assertThat(back.status()).isEqualTo(BackupStatus.AVAILABLE);
      assertThat(back.parentId()).isEqualTo(full.backupId());
      assertThat(back.name()).isEqualTo(known.name());
      assertThat(back.metadata()).isEqualTo(known.metadata());
      assertThat(back.sizeBytes()).isEqualTo(known.sizeBytes());
      assertThat(back.dataTimestamp()).isEqualTo(known.dataTimestamp());
      assertThat(new VolumeQueries(stack.database).find(known.volumeId()).orElseThrow())
          .returns(known.dataTimestamp(), Volume::lastBackupAt);
      TestVolume target = new TestVolume(stack, Stack.DIRECT, 32 * MIB);
      requests.run(requests.restore(full.backupId(), target), WORKER);
      TestVolume.run("cmp", first.toString(), target.image.toString());
      requests.run(requests.restore(incremental.backupId(), target), WORKER);
      TestVolume.run("cmp", second.toString(), target.image.toString());

      UUID verify = accepted(submission.verifyRepository(after, null, Requests.ALICE));
      assertThat(requests.run(verify, WORKER).message()).startsWith("All of 2 backups are intact.");
      assertThat(requests.backup(full.backupId()).verifiedAt()).isNotNull();
      UUID again = accepted(submission.reindex(after, Requests.ALICE));
      assertThat(requests.run(again, WORKER).message())
          .startsWith("0 packs were added to the index, and 0 of 2 backups");
      UUID reclaim = accepted(submission.reclaim(after, Requests.ALICE));
      assertThat(requests.run(reclaim, WORKER).message()).startsWith("0 packs (0 bytes)");

      Path manifest = directory.resolve("backups/" + incremental.backupId());
      Path elsewhere = Files.move(manifest, directory.resolveSibling("manifest"));
      UUID found = accepted(submission.verifyRepository(after, null, Requests.ALICE));
      assertThat(requests.run(found, WORKER).message())
          .startsWith("1 of 2 backups are damaged.")
          .contains("backups/" + incremental.backupId(), "it is missing");
      assertThat(requests.backup(incremental.backupId()).verifyResult()).isEqualTo("damaged");
      UUID careful = accepted(submission.reclaim(after, Requests.ALICE));
      stack.dispatch(careful, WORKER);
      assertThat(requests.awaitEnd(careful, TaskState.FAILED).message())
          .contains("Reclaiming removed nothing", "backups/" + incremental.backupId());
      Files.move(elsewhere, manifest);
      requests.run(accepted(submission.reclaim(after, Requests.ALICE)), WORKER);
      assertThat(worker.output()).doesNotContain("ERROR");
    } finally {
      worker.terminate();
    }
  }

  private static UUID accepted(RepositoryTaskResult result) {
    return ((RepositoryTaskResult.Accepted) result).taskId();
  }

  /** As if the database had never heard of the repository and its backups. */
  private static void forget(Stack stack, UUID repository) {
    for (String statement :
        new String[] {
          "update volume set last_backup_at = null, last_intact_backup_at = null where id in"
              + " (select volume_id from backup where repository_id = ?)",
          "delete from attachment where task_id in (select id from task where repository_id = ?)",
          "delete from task where repository_id = ?",
          "delete from backup_segment where backup_id in (select id from backup where repository_id"
              + " = ?)",
          "delete from backup where repository_id = ?",
          "delete from chunk where repository_number = (select number from repository where id ="
              + " ?)",
          "delete from damaged_chunk where repository_number = (select number from repository where"
              + " id = ?)",
          "delete from pack where repository_number = (select number from repository where id = ?)",
          "delete from repository where id = ?"
        }) {
      stack.database.execute(statement, repository);
    }
  }
}
