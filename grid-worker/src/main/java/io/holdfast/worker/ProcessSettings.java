package io.holdfast.worker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings that every process of Holdfast has.
 *
 * @param databaseUrl JDBC URL of the database that all share, with user and password if it needs
 *     them: the one setting without which a worker cannot join
 * @param readyFile written once the worker takes tasks
 * @param parentPid a process whose end ends this one too
 */
@ConfigurationProperties("holdfast")
public record ProcessSettings(
    @Nullable String databaseUrl, @Nullable Path readyFile, @Nullable Long parentPid) {

  public ProcessSettings {
    if (databaseUrl != null && !databaseUrl.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "holdfast.database-url must begin with jdbc:postgresql:, as in"
              + " jdbc:postgresql://host:5432/holdfast?user=…&password=….");
    }
  }

  /** The database's URL, which must be set. */
  String requiredDatabaseUrl() {
    if (databaseUrl == null) {
      throw new IllegalArgumentException(
          "holdfast.database-url is not set. It is the JDBC URL of the console's database, which"
              + " the console shows.");
    }
    return databaseUrl;
  }

  /** Without the URL, which may hold a password. */
  @Override
  public String toString() {
    return "ProcessSettings[readyFile=%s, parentPid=%s]".formatted(readyFile, parentPid);
  }
}
