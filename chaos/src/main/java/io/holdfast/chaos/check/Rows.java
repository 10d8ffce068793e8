package io.holdfast.chaos.check;

import io.holdfast.chaos.place.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into the database past the programs. */
final class Rows {

  private final Database database;

  Rows(Database database) {
    this.database = database;
  }

  /** The first column of each row. */
  List<String> of(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(String.valueOf(result.getString(1)));
      }
    }
    return rows;
  }

  long number(String query) throws SQLException {
    List<String> rows = of(query);
    return rows.isEmpty() || rows.getFirst().equals("null") ? 0 : Long.parseLong(rows.getFirst());
  }
}
