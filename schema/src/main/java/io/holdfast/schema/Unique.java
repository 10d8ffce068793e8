package io.holdfast.schema;

import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.exception.IntegrityConstraintViolationException;

/** What only one may have, such as a name. */
public final class Unique {

  private Unique() {}

  /**
   * Does the work; empty when another has what it wanted. Anything else that forbids it is thrown.
   *
   * @param constraint the name of the constraint or index that lets only one have it
   */
  public static <T> Optional<T> unlessTaken(String constraint, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (IntegrityConstraintViolationException e) {
      if (String.valueOf(e.getMessage()).contains("\"" + constraint + "\"")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
