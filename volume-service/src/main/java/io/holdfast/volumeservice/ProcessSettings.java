package io.holdfast.volumeservice;

import io.holdfast.grid.GridSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What every Holdfast process is told: {@code holdfast.*}.
 *
 * @param databaseUrl JDBC URL of the database where the grid meets, with user and password;
 *     required
 * @param readyFile file to write once the process serves; default none
 * @param parentPid process at whose end this one ends too; default none
 * @param grid where to join the grid
 */
@ConfigurationProperties("holdfast")
public record ProcessSettings(
    @Nullable String databaseUrl,
    @Nullable Path readyFile,
    @Nullable Long parentPid,
    @DefaultValue GridSettings grid) {

  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 10;

  /** The URL, which is a secret where it holds a password. */
  String requireDatabaseUrl() {
    if (databaseUrl == null || databaseUrl.isBlank()) {
      throw new StartException(
          "The database's URL is missing.",
          "Set holdfast.database-url, for instance to"
              + " jdbc:postgresql://db.example/holdfast?user=holdfast&password=….");
    }
    return databaseUrl;
  }

  /** Makes a connection per use: the grid looks into its address table only now and then. */
  PGSimpleDataSource database() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(requireDatabaseUrl());
    } catch (IllegalArgumentException e) {
      throw new StartException(
          "The database's URL is not one of PostgreSQL.",
          "Set holdfast.database-url to"
              + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD.",
          e);
    }
    source.setApplicationName("holdfast-volume-service");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    return source;
  }

  /** Without the URL, for its password. */
  @Override
  public String toString() {
    return "ProcessSettings[readyFile=%s, parentPid=%s, grid=%s]"
        .formatted(readyFile, parentPid, grid);
  }
}
