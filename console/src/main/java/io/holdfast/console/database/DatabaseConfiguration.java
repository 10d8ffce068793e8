package io.holdfast.console.database;

import io.holdfast.console.ConsoleSettings;
import io.holdfast.schema.SchemaDatabase;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database in use, whichever it is, and how the console's features reach it. */
@Configuration(proxyBeanMethods = false)
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
}
