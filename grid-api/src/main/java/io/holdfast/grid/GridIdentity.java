package io.holdfast.grid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Which grid this is. Two installations on one machine listen on neighbouring ports, and an address
 * that a killed process left in the table may by now be the other installation's. So a grid is
 * named after the one thing that its members share: their database.
 *
 * @param value the PostgreSQL cluster's own identifier, and the database in it
 */
record GridIdentity(String value) {

  static final String ATTRIBUTE = "holdfast.grid";

  private static final String QUERY =
      """
      select system_identifier || '/' || (select oid from pg_database where datname = current_database())
      from pg_control_system()
      """;

  static GridIdentity of(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(QUERY);
        ResultSet row = query.executeQuery()) {
      row.next();
      return new GridIdentity(row.getString(1));
    }
  }
}
