package io.holdfast.worker.process;

import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.volume.VolumeStatus;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the worker is there for, with one worker that nothing happens to. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class BackupAndRestoreIT {

  private static final String WORKER = "calm";

  private static Stack stack;
  private static Requests requests;
  private static UUID repository;
  private static Program worker;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    requests = new Requests(stack);
    repository = requests.repository();
    worker = stack.worker(WORKER).awaitReady();
  }

  @AfterAll
  static void end() throws Exception {
    worker.terminate();
  }

  @Test
  void a_full_backup_restores_to_the_same_bytes() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 96 * MIB).filled(6, 1);
    Path content = volume.copy();
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), WORKER);

    Backup backup = requests.backup(asked.backupId());
    assertThat(backup.status()).isEqualTo(BackupStatus.AVAILABLE);
    assertThat(backup.readBytes()).isGreaterThanOrEqualTo(48 * MIB).isLessThan(60 * MIB);
    assertThat(backup.host()).isEqualTo(WORKER);
    assertThat(requests.volume(volume).status()).isEqualTo(VolumeStatus.AVAILABLE);

    TestVolume larger = new TestVolume(stack, Stack.COPYING, 97 * MIB).filled(3, 99);
    Path tail = larger.copy();
    requests.run(requests.restore(asked.backupId(), larger), WORKER);
    TestVolume.run("cmp", "--bytes=" + 96 * MIB, content.toString(), larger.image.toString());
    TestVolume.run("cmp", "--ignore-initial=" + 96 * MIB, tail.toString(), larger.image.toString());
    assertThat(requests.volume(larger).status()).isEqualTo(VolumeStatus.AVAILABLE);
  }
}
