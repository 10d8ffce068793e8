package io.holdfast.grid;

import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the database says the grid's identity is, and what this process shows of it. */
final class IdentityInUse {

  private final DataSource database;
  private volatile @Nullable GridIdentity shown;

  IdentityInUse(DataSource database) {
    this.database = database;
  }

  /** Reads the identity, which is shown from now on. */
  GridIdentity take() {
    GridIdentity current = read();
    shown = current;
    return current;
  }

  /** What is shown. */
  GridIdentity shown() {
    return Objects.requireNonNull(shown, "not taken yet");
  }

  /** Whether the database has another one by now. */
  boolean isOutdated() {
    return !read().equals(shown);
  }

  private GridIdentity read() {
    try {
      return GridIdentity.of(database);
    } catch (SQLException e) {
      throw new GridJoinException(
          "Cannot read the grid's identity from the database: " + e.getMessage(), e);
    }
  }
}
