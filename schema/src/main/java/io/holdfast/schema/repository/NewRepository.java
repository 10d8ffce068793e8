package io.holdfast.schema.repository;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A repository that is to be used; opening it for the first time makes or reads it. */
public record NewRepository(
    String name,
    String driver,
    String location,
    Map<String, String> options,
    boolean encrypted,
    @Nullable String passphrase) {

  @Override
  public String toString() {
    return "NewRepository[%s, %s, %s]".formatted(name, driver, location);
  }
}
