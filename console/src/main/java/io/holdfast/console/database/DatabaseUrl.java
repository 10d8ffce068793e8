package io.holdfast.console.database;

/**
 * The one setting that a worker or volume service needs: where the database is, and its password.
 */
public record DatabaseUrl(String value) {

  /** Without the password. */
  @Override
  public String toString() {
    return value.replaceAll("password=[^&]*", "password=…");
  }
}
