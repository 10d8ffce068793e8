package io.holdfast.console.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  private static final String VERSION =
      System.getProperty("holdfast.test.postgres-version", "18.6.0");

  @TempDir Path root;

  @Test
  void an_orphan_is_adopted_and_not_restarted() throws Exception {
    DataDirectory first = DataDirectory.take(root);
    PostgresServer killed = PostgresServer.start(first, settings(0));
    long pid = pid();
    // As after a kill of the console: the lock is gone, the server is not.
    first.close();
    try (DataDirectory second = DataDirectory.take(root);
        PostgresServer adopted = PostgresServer.start(second, settings(0))) {
      assertThat(pid()).isEqualTo(pid);
      assertThat(adopted.port()).isEqualTo(killed.port());
      query(adopted, "create table kept (x int)");
    }
    assertThat(Postmaster.on(root.resolve("postgres"))).isEmpty();
    try (DataDirectory third = DataDirectory.take(root);
        PostgresServer again = PostgresServer.start(third, settings(0))) {
      assertThat(again.port()).as("workers elsewhere find it again").isEqualTo(killed.port());
      query(again, "select x from kept");
    }
  }

  @Test
  void a_server_that_was_killed_comes_back_with_its_data() throws Exception {
    try (DataDirectory directory = DataDirectory.take(root)) {
      PostgresServer killed = PostgresServer.start(directory, settings(0));
      query(killed, "create table kept (x int)");
      ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(30, TimeUnit.SECONDS);
      try (PostgresServer again = PostgresServer.start(directory, settings(0))) {
        query(again, "select x from kept");
      }
    }
  }

  @Test
  void a_lock_whose_pid_belongs_to_another_program_is_no_obstacle() throws Exception {
    try (DataDirectory directory = DataDirectory.take(root)) {
      PostgresServer.start(directory, settings(0)).close();
      Path pidFile = root.resolve("postgres/postmaster.pid");
      long ourselves = ProcessHandle.current().pid();
      Files.writeString(pidFile, ourselves + "\n" + root.resolve("postgres") + "\n1\n5432\n\n\n");
      try (PostgresServer again = PostgresServer.start(directory, settings(0))) {
        query(again, "select 1");
      }
    }
  }

  @Test
  void a_port_that_is_taken_is_replaced_by_a_free_one() throws Exception {
    try (DataDirectory directory = DataDirectory.take(root);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PostgresServer server = PostgresServer.start(directory, settings(taken.getLocalPort()))) {
      assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
      query(server, "select 1");
    }
  }

  @Test
  void nobody_comes_in_without_the_password() throws Exception {
    try (DataDirectory directory = DataDirectory.take(root);
        PostgresServer server = PostgresServer.start(directory, settings(0))) {
      assertThatThrownBy(() -> connect(server.port(), "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      assertThat(Files.getPosixFilePermissions(root.resolve("secrets/database"))).hasSize(2);
    }
  }

  @Test
  void data_of_another_major_version_is_left_alone() throws Exception {
    try (DataDirectory directory = DataDirectory.take(root)) {
      directory.secret("database");
      Files.createDirectories(root.resolve("postgres"));
      Files.writeString(root.resolve("postgres/PG_VERSION"), "17\n");
      refuses(() -> PostgresServer.start(directory, settings(0)), "PostgreSQL 17", "pg_dump");
    }
  }

  @Test
  void a_missing_password_is_said() throws Exception {
    try (DataDirectory directory = DataDirectory.take(root)) {
      Files.createDirectories(root.resolve("postgres"));
      Files.writeString(root.resolve("postgres/PG_VERSION"), "18\n");
      refuses(() -> PostgresServer.start(directory, settings(0)), "password", "Put the file back");
    }
  }

  @Test
  void a_second_console_on_the_same_directory_is_refused() {
    try (DataDirectory _ = DataDirectory.take(root)) {
      refuses(() -> DataDirectory.take(root), "Another console", "--holdfast.data");
    }
  }

  @Test
  void a_data_directory_that_is_a_file_is_refused() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    refuses(() -> DataDirectory.take(file), "cannot be used", "--holdfast.data");
  }

  private DatabaseSettings settings(int port) {
    return new DatabaseSettings(
        "127.0.0.1", port, Path.of("target/postgres-programs").toAbsolutePath(), VERSION);
  }

  private long pid() throws IOException {
    List<String> lines = Files.readAllLines(root.resolve("postgres/postmaster.pid"));
    return Long.parseLong(lines.getFirst().strip());
  }

  private static Connection connect(int port, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }

  private static void query(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server.port(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void refuses(ThrowingCallable start, String detail, String next) {
    assertThatThrownBy(start)
        .isInstanceOfSatisfying(
            DatabaseStartException.class,
            e -> {
              assertThat(e.getMessage()).contains(detail);
              assertThat(e.next()).contains(next);
            });
  }
}
