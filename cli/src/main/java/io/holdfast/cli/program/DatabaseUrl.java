package io.holdfast.cli.program;

import io.holdfast.cli.outcome.Failure;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The one setting by which a worker or a volume service joins: checked before a JVM is started for
 * it.
 */
public final class DatabaseUrl {

  private DatabaseUrl() {}

  /** The URL as a program takes it: {@code postgresql://…} without {@code jdbc:} is completed. */
  public static String checked(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw Failure.usage(
          "The database's URL is missing: --database-url"
              + " \"jdbc:postgresql://HOST:PORT/holdfast?user=…&password=…\", or"
              + " HOLDFAST_DATABASE_URL. The console's page Workers shows it.");
    }
    String url = text.startsWith("jdbc:") ? text : "jdbc:" + text;
    try {
      URI uri = URI.create(url.substring("jdbc:".length()));
      boolean named = uri.getHost() != null && uri.getPath() != null && uri.getPath().length() > 1;
      if ("postgresql".equals(uri.getScheme()) && named) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below. The text itself is not repeated: it may hold a password.
    }
    throw Failure.usage(
        "The value of --database-url is not a PostgreSQL address; write"
            + " jdbc:postgresql://HOST:PORT/DATABASE?user=…&password=… (in quotes, because of the"
            + " &).");
  }
}
