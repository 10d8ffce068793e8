package io.holdfast.console.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded database, {@code holdfast.database.*}; without effect when {@code
 * spring.datasource.url} names another one.
 *
 * @param listenAddress address that workers and volume services reach it at; default 127.0.0.1
 * @param port its port; default 0: the last one if it is free, else any
 * @param programs directory that PostgreSQL's programs are unpacked to; default {@code
 *     postgres-programs} in the data directory
 * @param version of the programs that the console carries; set by the build
 */
@ConfigurationProperties("holdfast.database")
record DatabaseSettings(
    @DefaultValue("127.0.0.1") String listenAddress,
    @DefaultValue("0") int port,
    @Nullable Path programs,
    String version) {

  DatabaseSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "holdfast.database.port must lie between 0 and 65535, but is %d.".formatted(port));
    }
  }

  /** The first part of the version, which a data directory belongs to for good. */
  String major() {
    return version.replaceFirst("\\..*", "");
  }
}
