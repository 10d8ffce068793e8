package io.holdfast.cli.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.program.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversIT {

  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Narration narration =
      new Narration(new PrintWriter(said, true, UTF_8), InstantSource.system());
  private DataDirectory data;

  @BeforeEach
  void makeDirectory() {
    data = new DataDirectory(directory);
    data.create();
  }

  @Test
  void what_a_killed_start_left_is_ended_workers_first() throws Exception {
    for (ChildPlan plan :
        List.of(
            Children.obedient("console", Program.CONSOLE),
            Children.obedient("storage", Program.VOLUME_SERVICE),
            Children.obedient("worker-1", Program.WORKER))) {
      Child child = new Child(plan, data);
      child.start();
      assertThat(child.awaitReady()).isPresent();
    }
    List<ChildRecord> left = ChildRecord.readAll(data.run());
    assertThat(left).hasSize(3).allMatch(record -> record.mark().running().isPresent());

    Leftovers.end(data, narration);

    assertThat(left).allMatch(record -> record.mark().running().isEmpty());
    assertThat(ChildRecord.readAll(data.run())).isEmpty();
    String text = said.toString(UTF_8);
    assertThat(text.indexOf("worker-1")).isLessThan(text.indexOf("storage"));
    assertThat(text.indexOf("storage")).isLessThan(text.indexOf("console"));
  }

  @Test
  void a_stranger_that_got_the_number_is_left_alone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      new ChildRecord("worker-1", Program.WORKER, ProcessMark.of(stranger.toHandle(), "our.ready"))
          .write(data.run());

      Leftovers.end(data, narration);

      assertThat(stranger.isAlive()).isTrue();
      assertThat(ChildRecord.readAll(data.run())).isEmpty();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_record_cut_short_is_forgotten() throws Exception {
    Files.writeString(data.run().resolve("worker-1.process"), "{\"name\": \"wor");

    Leftovers.end(data, narration);

    assertThat(data.run()).isEmptyDirectory();
  }

  @Test
  void a_database_without_its_console_is_recognised_and_ended() throws Exception {
    Files.createDirectories(data.postgres());
    Process postgres =
        new ProcessBuilder(
                "sh",
                "-c",
                "trap 'exit 0' INT; echo ready; while :; do sleep 0.05; done",
                "postgres",
                "-D",
                data.postgres().toString())
            .start();
    try {
      assertThat(postgres.inputReader().readLine()).isEqualTo("ready");
      Files.writeString(data.postgres().resolve("postmaster.pid"), postgres.pid() + "\n/x\n");

      Leftovers.endDatabase(data, narration);

      assertThat(postgres.waitFor()).isZero();
    } finally {
      postgres.destroyForcibly();
    }
  }

  @Test
  void the_number_in_an_old_pid_file_is_not_trusted() throws Exception {
    Files.createDirectories(data.postgres());
    Files.writeString(
        data.postgres().resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n/x\n");

    assertThat(Leftovers.database(data.postgres())).isEmpty();
    Leftovers.endDatabase(data, narration);
  }

  @Test
  void one_start_at_a_time_has_the_data() throws IOException {
    try (DataLock lock = DataLock.take(data)) {
      lock.describe("http://127.0.0.1:8080");

      assertThatThrownBy(() -> DataLock.take(data))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.ALREADY_RUNNING))
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("http://127.0.0.1:8080");
    }
    DataLock.take(data).close();
  }

  @Test
  void the_databases_port_stays_as_long_as_it_can() throws IOException {
    String address = "127.0.0.1";
    int first = DatabasePort.choose(data, address, narration);
    assertThat(DatabasePort.choose(data, address, narration)).isEqualTo(first);

    try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getByName(address))) {
      assertThat(DatabasePort.choose(data, address, narration)).isNotEqualTo(taken.getLocalPort());
    }
    assertThat(said.toString(UTF_8)).contains("port " + first + " of the last start is taken");
  }

  @Test
  void the_password_is_made_once_and_is_not_printed_by_accident() throws IOException {
    AdministratorPassword first = AdministratorPassword.of(data);
    AdministratorPassword second = AdministratorPassword.of(data);

    assertThat(first.isNew()).isTrue();
    assertThat(first.value()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(second.isNew()).isFalse();
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(first.toString()).doesNotContain(first.value());
  }

  @Test
  void a_log_is_kept_short_while_it_is_written() throws IOException {
    Path file = data.logs().resolve("worker-1.log");
    Files.writeString(file, "old\n".repeat(1000));
    LogFile log = new LogFile(file);
    log.markStart();
    Files.writeString(file, "new\n", StandardOpenOption.APPEND);
    assertThat(log.tail(5)).containsExactly("new");

    log.bound(100_000);
    assertThat(Files.size(file)).isEqualTo(4004);
    log.bound(1000);

    assertThat(Files.size(file)).isLessThan(100);
    assertThat(Files.size(data.logs().resolve("worker-1.log.1"))).isEqualTo(4004);
  }

  @Test
  void a_file_in_the_place_of_the_data_directory_is_refused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> new DataDirectory(file).create())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("Cannot use " + file + " as data directory")
        .hasMessageContaining("--data");
  }
}
