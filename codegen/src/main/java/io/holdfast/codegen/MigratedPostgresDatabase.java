package io.holdfast.codegen;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.meta.postgres.PostgresDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The database that jOOQ's generator reads: a PostgreSQL of its own, brought up to date by the
 * migrations, and gone when the generator is done. Named in the generator's configuration in place
 * of a JDBC connection.
 */
public final class MigratedPostgresDatabase extends PostgresDatabase {

  private @Nullable EmbeddedPostgres postgres;
  private @Nullable Connection connection;

  /** Called by jOOQ more than once; the server is started by the first call. */
  @Override
  protected DSLContext create0() {
    Connection migrated = connection;
    if (migrated == null) {
      migrated = startAndMigrate();
      connection = migrated;
      setConnection(migrated);
    }
    return DSL.using(migrated, SQLDialect.POSTGRES);
  }

  private Connection startAndMigrate() {
    try {
      EmbeddedPostgres started = EmbeddedPostgres.builder().start();
      postgres = started;
      // The Maven plugin's class loader is the only one that sees the migrations.
      Flyway.configure(getClass().getClassLoader())
          .dataSource(started.getPostgresDatabase())
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return started.getPostgresDatabase().getConnection();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot start the embedded PostgreSQL that the code is generated from", e);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "cannot connect to the embedded PostgreSQL that the code is generated from", e);
    }
  }

  @Override
  public void close() {
    super.close();
    try {
      if (connection != null) {
        connection.close();
      }
      if (postgres != null) {
        postgres.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the connection to the embedded PostgreSQL", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop the embedded PostgreSQL", e);
    } finally {
      connection = null;
      postgres = null;
    }
  }
}
