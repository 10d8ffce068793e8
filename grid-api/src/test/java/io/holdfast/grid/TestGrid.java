package io.holdfast.grid;

import io.holdfast.grid.call.GridOffers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A database with the three tables that the grid needs, and nodes of this process on it. */
final class TestGrid implements AutoCloseable {

  static {
    // A machine that runs other tests beside these takes its time.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  final EmbeddedPostgres postgres;
  final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Path directory;
  private final Deque<GridNode> nodes = new ArrayDeque<>();

  TestGrid(Path directory) throws IOException, SQLException {
    this.directory = directory;
    postgres = EmbeddedPostgres.builder().setDataDirectory(directory.resolve("postgres")).start();
    execute("create table tbl_addrs (hostname varchar(1024), port int)");
    execute(
        "create table grid_identity (grid text primary key, private_key bytea, certificate bytea)");
    execute("create table grid_center (grid text primary key, console uuid, until timestamptz)");
  }

  DataSource database() {
    return postgres.getPostgresDatabase();
  }

  String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  GridNode join(GridRole role, String host) {
    return join(role, host, GridOffers.none());
  }

  GridNode join(GridRole role, String host, GridOffers offers) {
    GridSettings settings = new GridSettings("127.0.0.1", null, host, directory.resolve("ignite"));
    GridMember self = new GridMember(role, host, UUID.randomUUID());
    GridNode node = GridNode.join(settings, self, url(), database(), offers, failures::add);
    nodes.push(node);
    return node;
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(GridNode::close);
    postgres.close();
  }
}
