package io.holdfast.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {

  private static final Duration START = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void goes_on_with_the_same_data_after_everything_was_killed() throws Exception {
    Path data = directory.resolve("data");
    String[] up = {"up", "--data", data.toString(), "--port", "0"};
    String password;
    try (Command first = Command.start(up)) {
      first.awaitPrinted("Ctrl-C ends all of it in order.", START);
      password = Command.run(0, "password", "--data", data.toString()).strip();
      assertThat(first.printed()).contains(password);
      awaitVolumes(data);

      assertThat(Command.run(8, up)).contains("already runs on " + data, "process " + first.pid());
      aBackupIsLookedInto(data);
      aWorkerThatDiesIsStartedAgain(data, first);

      List<ProcessHandle> all =
          List.of(
              Processes.child(data, "console"),
              Processes.child(data, "storage"),
              Processes.child(data, "worker-1"),
              Processes.child(data, "worker-2"));
      first.kill();
      all.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(Processes.database(data)).as("the database's orphan").isPresent();

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Command refused =
            Command.start(
                "up", "--data", data.toString(), "--port", String.valueOf(taken.getLocalPort()))) {
      assertThat(refused.awaitEnd()).isEqualTo(4);
      assertThat(refused.printed()).contains("Port " + taken.getLocalPort() + " is taken");
    }
    try (Command second = Command.start(up)) {
      second.awaitPrinted("Ctrl-C ends all of it in order.", START);
      assertThat(Command.run(0, "password", "--data", data.toString()).strip()).isEqualTo(password);
      awaitVolumes(data);
      assertThat(second.printed()).doesNotContain("samples", password);

      second.interrupt();

      assertThat(second.awaitEnd()).isZero();
      String printed = second.printed();
      assertThat(printed).doesNotContain("killed");
      assertThat(printed.indexOf("worker-1       ended")).isPositive();
      assertThat(printed.indexOf("worker-1       ended"))
          .isLessThan(printed.indexOf("storage        ended"));
      assertThat(printed.indexOf("storage        ended"))
          .isLessThan(printed.indexOf("console        ended"));
    }
    assertThat(Processes.on(data)).isEmpty();
    assertThat(Processes.database(data)).isEmpty();
  }

  @Test
  void a_directory_that_cannot_be_used_is_named() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(Command.run(1, "up", "--data", file.toString()))
        .contains("Cannot use " + file + " as data directory");
  }

  private static void awaitVolumes(Path data) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() ->
            assertThat(Command.run(0, "volume", "list", "--data", data.toString()))
                .containsPattern("archive +10 GiB +available")
                .containsPattern("database +128 MiB +in-use")
                .containsPattern("documents +256 MiB +available"));
  }

  /** From the repository alone, by a worker, and by a program that knows file systems. */
  private static void aBackupIsLookedInto(Path data) throws Exception {
    String name = "to be looked into";
    String[] console = {"--data", data.toString()};
    Command.run(0, with(console, "backup", "create", "database", "--name", name, "--wait"));
    String[] repository = {
      "--repository", data.resolve("repository").toString(),
      "--passphrase-file", data.resolve("secrets/repository-passphrase").toString()
    };
    for (String[] from : List.of(repository, console)) {
      try (Command mount = Command.start(with(from, "backup", "mount", name))) {
        mount.awaitPrinted("until Ctrl-C.", START);
        mount.interrupt();
        mount.awaitEnd();
        assertThat(mount.printed()).contains("nbd").doesNotContain("holdfast:");
      }
    }
    assertThat(Command.run(0, with(console, "backup", "mounts"))).doesNotContain(name);
    assertThat(Command.run(1, with(console, "backup", "files", "list", name)))
        .contains("no ext, XFS or NTFS file system");
  }

  private static String[] with(String[] options, String... command) {
    return Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new);
  }

  private static void aWorkerThatDiesIsStartedAgain(Path data, Command up) throws Exception {
    ProcessHandle worker = Processes.child(data, "worker-1");
    worker.destroyForcibly();

    up.awaitPrinted("worker-1       ended by itself (status 137", START);
    await()
        .atMost(START)
        .until(() ->
            up.printed().indexOf("worker-1       ready", up.printed().indexOf("status 137")) > 0);
    assertThat(Processes.child(data, "worker-1").pid()).isNotEqualTo(worker.pid());
  }
}
