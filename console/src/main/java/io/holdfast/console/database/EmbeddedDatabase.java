package io.holdfast.console.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Gives the console a database of its own when it is told of no other. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabase.NoUrlGiven.class)
class EmbeddedDatabase {

  private static final String NAME = "holdfast";

  static final class NoUrlGiven extends NoneNestedConditions {

    NoUrlGiven() {
      super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty("spring.datasource.url")
    static final class UrlGiven {}
  }

  @Bean
  PostgresServer postgresServer(DataDirectory directory, DatabaseSettings settings) {
    PostgresServer server = PostgresServer.start(directory, settings);
    try {
      createDatabase(server);
      return server;
    } catch (SQLException e) {
      server.close();
      throw new DatabaseStartException(
          "The embedded database cannot be opened: %s".formatted(e.getMessage()),
          "See that secrets/database in the data directory is the file that belongs to it.",
          e);
    }
  }

  private static void createDatabase(PostgresServer server) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {server.port()});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
    source.setPassword(server.password());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet there =
            statement.executeQuery("select 1 from pg_database where datname = 'holdfast'")) {
      if (!there.next()) {
        statement.execute("create database holdfast");
      }
    }
  }

  @Bean
  JdbcConnectionDetails embeddedConnectionDetails(PostgresServer server) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return "postgres";
      }

      @Override
      public String getPassword() {
        return server.password();
      }

      @Override
      public String getJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), NAME);
      }
    };
  }

  /** For the other processes, which reach the database at the address that it listens on. */
  @Bean
  DatabaseUrl embeddedDatabaseUrl(PostgresServer server, DatabaseSettings settings) {
    String address = settings.listenAddress();
    String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
    return new DatabaseUrl(
        "jdbc:postgresql://%s:%d/%s?user=postgres&password=%s"
            .formatted(
                host.contains(":") ? "[" + host + "]" : host,
                server.port(),
                NAME,
                URLEncoder.encode(server.password(), StandardCharsets.UTF_8)));
  }
}
