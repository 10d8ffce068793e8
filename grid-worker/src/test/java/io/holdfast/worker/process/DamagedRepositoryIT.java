package io.holdfast.worker.process;

import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.RepositoryState;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker and a repository that is damaged while it is in use. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class DamagedRepositoryIT {

  private static final String WORKER = "careful";

  private static Stack stack;
  private static Requests requests;
  private static Program worker;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    requests = new Requests(stack);
    worker = stack.worker(WORKER).awaitReady();
  }

  @AfterAll
  static void end() throws Exception {
    worker.terminate();
    assertThat(worker.output()).doesNotContain("ERROR");
  }

  @Test
  void a_verify_names_the_damage_and_the_next_backup_mends_it() throws Exception {
    Path own = Files.createDirectories(stack.directory.resolve("damaged"));
    UUID repositoryId = requests.repository(own);
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 31);
    var asked = requests.backup(volume, repositoryId, false);
    requests.run(asked.taskId(), WORKER);
    requests.run(requests.verify(asked.backupId()), WORKER);
    assertThat(requests.backup(asked.backupId()).verifyResult()).isEqualTo("intact");

    flipByteOfAPack(own);
    Task verify = requests.run(requests.verify(asked.backupId()), WORKER);
    Backup damaged = requests.backup(asked.backupId());
    assertThat(damaged.verifyResult()).isEqualTo("damaged");
    assertThat(verify.damaged()).isTrue();
    assertThat(damaged.verifyMessage())
        .isEqualTo(verify.message())
        .contains("1 chunk of the volume, 65536 bytes")
        .contains("bytes ");

    var again = requests.backup(volume, repositoryId, false);
    requests.run(again.taskId(), WORKER);
    requests.run(requests.verify(again.backupId()), WORKER);
    assertThat(requests.backup(again.backupId()).verifyResult()).isEqualTo("intact");
    restoredHolds(again.backupId(), volume.copy());
  }

  @Test
  void a_restore_that_meets_damage_names_it_and_marks_the_backup() throws Exception {
    Path own = Files.createDirectories(stack.directory.resolve("damaged-for-restore"));
    UUID repositoryId = requests.repository(own);
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 37);
    var asked = requests.backup(volume, repositoryId, false);
    requests.run(asked.taskId(), WORKER);
    flipByteOfAPack(own);
    TestVolume target = new TestVolume(stack, Stack.DIRECT, 16 * MIB);
    UUID restore = requests.restore(asked.backupId(), target);
    stack.dispatch(restore, WORKER);
    Task failed = requests.awaitEnd(restore, TaskState.FAILED);
    Backup damaged = requests.backup(asked.backupId());
    assertThat(failed.damaged()).isTrue();
    assertThat(failed.message()).contains("65536 bytes").contains("zeros there");
    assertThat(damaged.isDamaged()).isTrue();
    assertThat(damaged.verifyMessage()).contains("1 chunk of the volume, 65536 bytes");
    assertThat(damaged.status()).isEqualTo(BackupStatus.AVAILABLE);
    assertThat(requests.volume(volume).lastIntactBackupAt()).isNull();

    requests.run(requests.backup(volume, repositoryId, false).taskId(), WORKER);
    requests.run(requests.restore(asked.backupId(), target), WORKER);
    target.holds(volume.copy());
  }

  private static Path pack(Path repository) throws Exception {
    try (var files = Files.walk(repository.resolve("packs"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static void flipByteOfAPack(Path repository) throws Exception {
    try (FileChannel file =
        FileChannel.open(pack(repository), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, 100_000);
      one.put(0, (byte) ~one.get(0)).flip();
      file.write(one, 100_000);
    }
  }

  @Test
  void a_file_that_cannot_be_read_is_damage_until_it_can_and_no_fault_of_the_repository()
      throws Exception {
    Path own = Files.createDirectories(stack.directory.resolve("unreadable"));
    UUID repositoryId = requests.repository(own);
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 41);
    var asked = requests.backup(volume, repositoryId, false);
    requests.run(asked.taskId(), WORKER);
    Path pack = pack(own);
    Path elsewhere = Files.move(pack, own.resolveSibling("elsewhere"));
    Files.createDirectory(pack);
    requests.run(requests.verify(asked.backupId()), WORKER);
    assertThat(requests.backup(asked.backupId()).isDamaged()).isTrue();
    assertThat(new Repositories(stack.database).find(repositoryId).orElseThrow().state())
        .isEqualTo(RepositoryState.READY);

    Files.delete(pack);
    Files.createSymbolicLink(pack, elsewhere);
    requests.run(requests.verify(asked.backupId()), WORKER);
    assertThat(requests.backup(asked.backupId()).isDamaged()).isFalse();
    restoredHolds(asked.backupId(), volume.copy());
  }

  private static void restoredHolds(UUID backup, Path content) throws Exception {
    TestVolume target = new TestVolume(stack, Stack.DIRECT, Files.size(content));
    requests.run(requests.restore(backup, target), WORKER);
    target.holds(content);
  }
}
