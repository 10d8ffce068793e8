package io.holdfast.console.grid;

import io.holdfast.console.ConsoleSettings;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.schema.change.ChangeFeed;
import java.nio.file.Path;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the grid once the database is migrated, and leaves it before the database goes. */
@Configuration(proxyBeanMethods = false)
class ConsoleGrid {

  private static final Logger log = LoggerFactory.getLogger(ConsoleGrid.class);

  /** The settings {@code holdfast.grid.*}; see {@link GridSettings}. */
  @ConfigurationProperties("holdfast.grid")
  record Settings(
      @Nullable String listenAddress,
      @Nullable Integer port,
      @Nullable String host,
      @Nullable Path workDirectory) {

    GridSettings grid(Path data) {
      return new GridSettings(
          listenAddress,
          port,
          host,
          workDirectory == null ? data.resolve("ignite") : workDirectory);
    }
  }

  @Bean
  ConsoleLease consoleLease(
      DSLContext database,
      Settings settings,
      ConsoleSettings console,
      ConfigurableApplicationContext context) {
    return ConsoleLease.take(
        database,
        settings.grid(console.data()).hostOrDefault(),
        console.data().resolve("run/console-incarnation"),
        reason -> end(context, reason));
  }

  @Bean
  GridNode gridNode(
      ConsoleLease lease,
      Settings settings,
      ConsoleSettings console,
      JdbcConnectionDetails details,
      DataSource database,
      LiveUpdates live,
      ConfigurableApplicationContext context) {
    GridSettings grid = settings.grid(console.data());
    GridMember self = new GridMember(GridRole.CONSOLE, grid.hostOrDefault(), incarnation(lease));
    GridNode node =
        GridNode.join(
            grid,
            self,
            details.getJdbcUrl(),
            database,
            GridOffers.none(),
            reason -> end(context, reason));
    node.onProgress(live::progressed);
    return node;
  }

  private static UUID incarnation(ConsoleLease lease) {
    return lease.incarnation();
  }

  @Bean
  GridAccess gridAccess(GridNode node, DSLContext database) {
    return new GridAccess(node, database);
  }

  @Bean
  LiveUpdates liveUpdates() {
    return new LiveUpdates();
  }

  @Bean
  ChangeFeed changeFeed(DSLContext afterMigration, DataSource database, LiveUpdates live) {
    return ChangeFeed.start(database, live);
  }

  /** On a thread of its own: whoever tells us must not be blocked. */
  private static void end(ConfigurableApplicationContext context, String reason) {
    log.error("The console ends: {}", reason);
    Thread.ofPlatform()
        .name("end-console")
        .start(() -> {
          context.close();
          System.exit(1);
        });
  }
}
