package io.holdfast.volumeservice.packaged;

import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.call.GridOffers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database with the one table that a volume service needs. */
final class TestDatabase implements AutoCloseable {

  private final EmbeddedPostgres postgres;
  private final Path directory;

  TestDatabase(Path directory) throws IOException, SQLException {
    this.directory = directory;
    postgres = EmbeddedPostgres.builder().setDataDirectory(directory.resolve("postgres")).start();
    execute("create table tbl_addrs (hostname varchar(1024), port int)");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /** Joins as a console, to drive what is tested. */
  GridNode joinAsConsole() {
    return GridNode.join(
        new GridSettings("127.0.0.1", null, "test", directory.resolve("ignite")),
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
