package io.holdfast.chaos.place;

import io.holdfast.cli.output.Pause;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL in a namespace; can be restarted, killed and robbed of its sessions. */
public final class Database {

  static final String NODE = "db";
  static final int PORT = 5432;
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  private final String address;
  private final Node node;

  private Database(String address, Node node) {
    this.address = address;
    this.node = node;
  }

  /** Makes a database and starts it. */
  static Database start(Network network, Path directory, Path log, Traces traces)
      throws IOException, InterruptedException {
    Path data = directory.resolve("postgres");
    Path programs = Files.createDirectories(directory.resolve("postgres-programs"));
    make(data, programs);
    // Shared memory in its own directory: a killed one would leave it elsewhere.
    append(
        data.resolve("postgresql.conf"),
        """
        listen_addresses = '*'
        unix_socket_directories = ''
        max_connections = 300
        fsync = off
        timezone = 'America/St_Johns'
        dynamic_shared_memory_type = mmap
        """);
    append(data.resolve("pg_hba.conf"), "host all all 10.0.0.0/8 trust\n");
    String address = network.add(NODE);
    List<String> command = new ArrayList<>(network.entering(NODE));
    if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
      // It refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(
            executable(programs).toString(), "-D", data.toString(), "-p", Integer.toString(PORT)));
    Database database = new Database(address, new Node(NODE, command, Map.of(), log, null));
    traces.add(database.node::end);
    database.startAgain();
    return database;
  }

  private static void make(Path data, Path programs) throws IOException {
    try (EmbeddedPostgres first =
            EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
        Connection connection = first.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database holdfast");
    } catch (SQLException e) {
      throw new IOException("cannot make a database: " + e.getMessage(), e);
    }
  }

  private static Path executable(Path programs) throws IOException {
    try (Stream<Path> files = Files.walk(programs)) {
      return files.filter(file -> file.endsWith("bin/postgres")).findFirst().orElseThrow();
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, "\n" + text, StandardOpenOption.APPEND);
  }

  public String address() {
    return address;
  }

  /** A connection of the harness, past every gate. */
  public Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address});
    source.setPortNumbers(new int[] {PORT});
    source.setDatabaseName("holdfast");
    source.setUser("postgres");
    source.setConnectTimeout(3);
    source.setSocketTimeout(30);
    source.setApplicationName("chaos");
    return source.getConnection();
  }

  /** Ends every session but the harness's. */
  public void breakSessions() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name <> 'chaos'"
              + " and backend_type = 'client backend'");
    }
  }

  /** Ends the server in order, or by -9. */
  public void stop(boolean inOrder) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
    if (inOrder) {
      node.interrupt();
      while (node.isAlive() && System.nanoTime() < deadline) {
        Pause.of(Duration.ofMillis(50));
      }
    }
    node.kill();
  }

  /** Starts it unless it runs, as often as it takes: after a kill its memory may still be held. */
  public void startAgain() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (true) {
      node.start();
      try {
        connect().close();
        return;
      } catch (SQLException notYet) {
        if (System.nanoTime() > deadline) {
          throw new IOException("PostgreSQL does not start: " + notYet.getMessage(), notYet);
        }
      }
      Pause.of(Duration.ofMillis(200));
    }
  }
}
