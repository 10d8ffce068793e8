package io.holdfast.schema.testing;

import io.holdfast.schema.SchemaDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated database of its own for each test class, copied from a template; one server for all
 * classes of a JVM, stopped with it. To be registered as a static field.
 *
 * <pre>{@code
 * @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();
 * }</pre>
 */
public final class EmbeddedDatabase implements BeforeAllCallback, AfterAllCallback {

  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private @Nullable String name;
  private @Nullable DSLContext context;

  @Override
  public void beforeAll(ExtensionContext test) {
    String own = "test_" + COUNT.incrementAndGet();
    execute("create database " + own + " template " + TEMPLATE);
    name = own;
    context = SchemaDatabase.context(dataSource());
  }

  @Override
  public void afterAll(ExtensionContext test) {
    // Whoever of the test still holds a connection loses it.
    execute("drop database " + name() + " with (force)");
    name = null;
    context = null;
  }

  /** A context in which each statement or transaction has a connection of its own. */
  public DSLContext context() {
    if (context == null) {
      throw new IllegalStateException(
          "the database is there from before the first to after the last test of a class");
    }
    return context;
  }

  /** Connections to the test class's database, not pooled. */
  public DataSource dataSource() {
    return server().getDatabase("postgres", name());
  }

  /** For processes that are given a URL; it names the user and needs no password. */
  public String jdbcUrl() {
    return server().getJdbcUrl("postgres", name());
  }

  private String name() {
    if (name == null) {
      throw new IllegalStateException(
          "the database is there from before the first to after the last test of a class");
    }
    return name;
  }

  private static void execute(String sql) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the test's database server refused: " + sql, e);
    }
  }

  private static synchronized EmbeddedPostgres server() {
    EmbeddedPostgres running = server;
    if (running == null) {
      try {
        // A server that keeps another time than UTC, and not that of the JVM, finds those who mix
        // them up.
        running =
            EmbeddedPostgres.builder().setServerConfig("timezone", "America/St_Johns").start();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start the tests' PostgreSQL", e);
      }
      server = running;
      execute("create database " + TEMPLATE);
      Flyway.configure().dataSource(running.getDatabase("postgres", TEMPLATE)).load().migrate();
    }
    return running;
  }
}
