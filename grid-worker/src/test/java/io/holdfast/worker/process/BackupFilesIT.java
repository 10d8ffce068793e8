package io.holdfast.worker.process;

import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.FileReport;
import io.holdfast.grid.worker.FileSystemReport;
import io.holdfast.grid.worker.FolderReport;
import io.holdfast.grid.worker.MountRequest;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single files of a backup of a real file system, out of a worker over the grid. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class BackupFilesIT {

  private static final String WORKER = "reading";

  private final Stack stack;
  private final Requests requests;
  private final byte[] noise = new byte[(int) (3 * MIB) + 5];

  BackupFilesIT(Stack stack) {
    this.stack = stack;
    this.requests = new Requests(stack);
    new Random(1).nextBytes(noise);
  }

  @BeforeEach
  void needs() {
    for (List<String> needed :
        List.of(
            List.of("nbdfuse", "libnbd-bin"),
            List.of("fusermount3", "fuse3"),
            List.of("bwrap", "bubblewrap"),
            List.of("mkfs.ext4", "e2fsprogs"))) {
      assumeTrue(
          Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")
              .anyMatch(it -> Files.isExecutable(Path.of(it, needed.getFirst()))),
          () -> needed.getFirst() + " is missing: apt-get install " + needed.getLast());
    }
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "This user may not use /dev/fuse");
  }

  @Test
  void folders_are_listed_and_files_read_until_the_worker_dies() throws Exception {
    UUID backup;
    UUID empty;
    UUID mount = UUID.randomUUID();
    BackupMounts mounts = stack.console.mounts(WORKER);
    BackupFiles files = stack.console.files(WORKER);
    List<ProcessHandle> helpers;
    try (Program worker = stack.worker(WORKER).awaitReady()) {
      UUID repository =
          requests.repository(Files.createDirectories(stack.directory.resolve("files")));
      backup = backUp(repository, new TestVolume(stack, Stack.DIRECT, 64 * MIB), true);
      empty = backUp(repository, new TestVolume(stack, Stack.DIRECT, 4 * MIB), false);
      mounts.mount(mount, MountRequest.of(backup, "alice"));

      FileSystemReport found = files.fileSystems(mount).getFirst();
      assertThat(found.kind()).isEqualTo("ext");
      assertThat(found.partition()).isZero();
      FolderReport root = files.list(mount, 0, "/", 0, 100);
      assertThat(names(root)).containsExactly("letters", "lost+found", "first");
      FolderReport letters = files.list(mount, 0, "/letters", 1, 2);
      assertThat(letters.total()).isEqualTo(31);
      assertThat(names(letters)).containsExactly("letter-11", "letter-12");
      assertThat(letters.entries().getFirst().sizeBytes()).isEqualTo(9);
      assertThat(letters.entries().getFirst().modified()).isNotNull();
      assertThat(read(files, mount, "letters/noise")).isEqualTo(noise);

      assertRefused(FailureKind.INVALID, () -> files.list(mount, 0, "/none", 0, 1));
      assertRefused(FailureKind.INVALID, () -> files.list(mount, 0, "/../etc", 0, 1));
      assertRefused(FailureKind.INVALID, () -> files.list(mount, 3, "/", 0, 1));
      assertRefused(FailureKind.INVALID, () -> files.open(mount, UUID.randomUUID(), 0, "/letters"));
      assertRefused(FailureKind.NOT_FOUND, () -> files.fileSystems(UUID.randomUUID()));
      UUID other = UUID.randomUUID();
      mounts.mount(other, MountRequest.of(empty, "alice"));
      assertRefused(FailureKind.UNSUPPORTED, () -> files.list(other, 0, "/", 0, 1));
      mounts.unmount(other);

      // One that is cut off ends with what it was read by.
      UUID cut = UUID.randomUUID();
      files.open(mount, cut, 0, "/letters/noise");
      int begun = files.read(mount, cut, 0).length;
      assertThat(begun).isBetween(1, BackupFiles.PIECE_BYTES);
      files.close(mount, cut);
      assertRefused(FailureKind.FAILED, () -> files.read(mount, cut, begun));
      await().atMost(Duration.ofSeconds(30)).until(() -> helpers(worker).size() == 1);
      helpers = helpers(worker);
      worker.kill();
    }
    assertRefused(FailureKind.UNREACHABLE, () -> files.list(mount, 0, "/", 0, 1));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> helpers.stream().noneMatch(it -> it.isAlive()));
  }

  /** The programs that a worker runs; those for one question are over with it. */
  private static List<ProcessHandle> helpers(Program worker) {
    return ProcessHandle.of(worker.pid())
        .orElseThrow()
        .children()
        .filter(it ->
            it.info().command().orElse("").endsWith("nbdfuse")
                || it.info().command().orElse("").endsWith("bwrap"))
        .toList();
  }

  private UUID backUp(UUID repository, TestVolume volume, boolean withFiles) throws Exception {
    if (withFiles) {
      Path tree = Files.createTempDirectory(stack.directory, "tree");
      Path letters = Files.createDirectories(tree.resolve("letters"));
      for (int i = 10; i < 40; i++) {
        Files.writeString(letters.resolve("letter-" + i), "letter %d".formatted(i));
      }
      Files.write(letters.resolve("noise"), noise);
      Files.writeString(tree.resolve("first"), "first");
      TestVolume.run("/usr/sbin/mkfs.ext4", "-q", "-d", tree.toString(), volume.image.toString());
    }
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), WORKER);
    return asked.backupId();
  }

  private static List<String> names(FolderReport folder) {
    return folder.entries().stream().map(FileReport::name).toList();
  }

  private static byte[] read(BackupFiles files, UUID mount, String path) {
    UUID read = UUID.randomUUID();
    FileReport file = files.open(mount, read, 0, path);
    var content = new ByteArrayOutputStream();
    byte[] piece = files.read(mount, read, 0);
    while (piece.length > 0) {
      content.writeBytes(piece);
      // An answer that was lost can be asked for once more.
      assertThat(files.read(mount, read, content.size() - piece.length)).isEqualTo(piece);
      piece = files.read(mount, read, content.size());
    }
    files.close(mount, read);
    assertThat(file.sizeBytes()).isEqualTo(content.size());
    return content.toByteArray();
  }

  private static void assertRefused(FailureKind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GridCallException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
