package io.holdfast.worker.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated PostgreSQL that can be stopped and started again at the same place. */
final class TestPostgres implements AutoCloseable {

  private final Path directory;
  private EmbeddedPostgres server;

  TestPostgres(Path directory) throws IOException {
    this.directory = directory;
    this.server = start(0);
    Flyway.configure().dataSource(server.getPostgresDatabase()).load().migrate();
  }

  private EmbeddedPostgres start(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setServerConfig("timezone", "America/St_Johns");
    return port == 0 ? builder.start() : builder.setPort(port).start();
  }

  void stop() throws IOException {
    server.close();
  }

  void startAgain() throws IOException {
    server = start(server.getPort());
  }

  int port() {
    return server.getPort();
  }

  String url() {
    return url("127.0.0.1", port());
  }

  /** The URL for those who reach it through somebody else's address. */
  static String url(String host, int port) {
    return "jdbc:postgresql://%s:%d/postgres?user=postgres".formatted(host, port);
  }

  DataSource connections() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    source.setConnectTimeout(3);
    return source;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
