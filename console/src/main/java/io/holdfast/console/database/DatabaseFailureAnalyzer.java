package io.holdfast.console.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/** Says in a sentence or two why the console did not start, when the database is the reason. */
final class DatabaseFailureAnalyzer implements FailureAnalyzer {

  private final Environment environment;

  DatabaseFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseStartException start) {
        return new FailureAnalysis(start.getMessage(), start.next(), start);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException database) {
        return ofDatabase(database);
      }
    }
    return null;
  }

  private @Nullable FailureAnalysis ofDatabase(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String where = withoutSecrets(environment.getProperty("spring.datasource.url", "(embedded)"));
    if (state.startsWith("08") || state.startsWith("57P")) {
      return new FailureAnalysis(
          "The database at %s cannot be reached: %s".formatted(where, failure.getMessage()),
          "Start it, or correct --spring.datasource.url; with no URL Holdfast brings a database of"
              + " its own.",
          failure);
    }
    if (state.startsWith("28")) {
      return new FailureAnalysis(
          "The database at %s does not accept user and password.".formatted(where),
          "Correct spring.datasource.username and spring.datasource.password.",
          failure);
    }
    if (state.equals("3D000")) {
      return new FailureAnalysis(
          "There is no such database at %s.".formatted(where),
          "Make it with CREATE DATABASE, or correct --spring.datasource.url.",
          failure);
    }
    if (state.equals("42501")) {
      return new FailureAnalysis(
          "The user may not make tables in the database at %s: %s"
              .formatted(where, failure.getMessage()),
          "Make the user the owner of the database.",
          failure);
    }
    return null;
  }

  private static String withoutSecrets(String url) {
    return url.replaceAll("(?<=[?&])password=[^&]*", "password=…");
  }
}
