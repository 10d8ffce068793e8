package io.holdfast.volumeservice.packaged;

import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.call.GridOffers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A database with the two tables that a volume service needs. */
final class TestDatabase implements AutoCloseable {

  static {
    // A machine that runs other tests beside these takes its time.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  private final EmbeddedPostgres postgres;
  private final Path directory;
  private final String address;

  TestDatabase(Path directory) throws IOException, SQLException {
    this(directory, "localhost");
  }

  /** One that is reached at another address of this machine, too. */
  TestDatabase(Path directory, String address) throws IOException, SQLException {
    this.directory = directory;
    this.address = address;
    Path data = directory.resolve("postgres");
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("listen_addresses", "localhost," + address)
            .start();
    Files.writeString(
        data.resolve("pg_hba.conf"), "host all all samenet trust\n", StandardOpenOption.APPEND);
    execute("select pg_reload_conf()");
    execute("create table tbl_addrs (hostname varchar(1024), port int)");
    execute(
        "create table grid_identity (grid text primary key, private_key bytea, certificate bytea)");
    execute("create table grid_center (grid text primary key, console uuid, until timestamptz)");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String url() {
    return postgres.getJdbcUrl("postgres", "postgres").replace("localhost", address);
  }

  /** Joins as a console, to drive what is tested. */
  GridNode joinAsConsole() {
    return joinAsConsole(null);
  }

  /**
   * Joins as a console that listens on an address, or by default on the one that faces the
   * database.
   */
  GridNode joinAsConsole(@Nullable String listenAddress) {
    return GridNode.join(
        new GridSettings(listenAddress, null, "test", directory.resolve("ignite")),
        new GridMember(GridRole.CONSOLE, "test", UUID.randomUUID()),
        url(),
        postgres.getPostgresDatabase(),
        GridOffers.none(),
        System.err::println);
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
