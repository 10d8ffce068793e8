package io.holdfast.grid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The one console that stays where it is while a split grid comes together. It is the center for as
 * long as it says so every few seconds; then any other may be, by the database's clock.
 */
final class GridCenter {

  private static final String HOLD =
      """
      insert into grid_center (grid, console, until) values (%s, ?, now() + interval '20 seconds')
      on conflict (grid) do update set console = excluded.console, until = excluded.until
        where grid_center.console = excluded.console or grid_center.until < now()
      """
          .formatted(GridIdentity.GRID);
  private static final String FIND =
      "select console from grid_center where until >= now() and grid = " + GridIdentity.GRID;

  private final DataSource database;
  private final GridMember self;

  GridCenter(DataSource database, GridMember self) {
    this.database = database;
    this.self = self;
  }

  /**
   * The incarnation of the console that is the center now; nobody when the last one is gone for
   * good and no other has followed. Where this is a console, it becomes the center if nobody is.
   */
  Optional<UUID> look() throws SQLException {
    try (Connection connection = database.getConnection()) {
      if (self.role() == GridRole.CONSOLE) {
        hold(connection);
      }
      try (PreparedStatement query = connection.prepareStatement(FIND);
          ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  private void hold(Connection connection) throws SQLException {
    try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
      hold.setObject(1, self.incarnation());
      hold.executeUpdate();
    }
  }
}
