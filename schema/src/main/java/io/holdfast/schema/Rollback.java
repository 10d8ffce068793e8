package io.holdfast.schema;

import java.util.function.Function;
import org.jooq.DSLContext;

/** Carries a result out of a transaction that must leave nothing behind. For this module only. */
public final class Rollback extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Object result;

  public Rollback(Object result) {
    super("rolled back with a result", null, false, false);
    this.result = result;
  }

  /** Runs the work in one transaction; what it throws as a rollback becomes the result. */
  @SuppressWarnings("unchecked")
  public static <T> T transaction(DSLContext database, Function<DSLContext, T> work) {
    try {
      return database.transactionResult(transaction -> work.apply(transaction.dsl()));
    } catch (Rollback e) {
      return (T) e.result;
    }
  }
}
