package io.holdfast.console.database;

import io.holdfast.console.ConsoleSettings;
import io.holdfast.schema.SchemaDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The database in use, whichever it is, and how the console's features reach it. */
@Configuration(proxyBeanMethods = false)
@Import(EmbeddedDatabase.class)
class DatabaseConfiguration {

  @Bean
  DataDirectory dataDirectory(ConsoleSettings settings) {
    return DataDirectory.take(settings.data());
  }

  @Bean
  @DependsOnDatabaseInitialization
  DSLContext dslContext(DataSource connections) {
    return SchemaDatabase.context(connections);
  }

  @Bean
  @ConditionalOnMissingBean
  DatabaseUrl databaseUrl(JdbcConnectionDetails details) {
    String url = details.getJdbcUrl();
    String user = details.getUsername();
    if (user == null || user.isEmpty() || url.contains("user=")) {
      return new DatabaseUrl(url);
    }
    String password = details.getPassword();
    return new DatabaseUrl(
        url
            + (url.contains("?") ? "&" : "?")
            + "user="
            + encoded(user)
            + (password == null ? "" : "&password=" + encoded(password)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
