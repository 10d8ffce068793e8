package io.holdfast.schema;

import java.time.Duration;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The database's clock as SQL. Not the transaction's start, which may be long ago when a lock was
 * waited for.
 */
public final class Clock {

  private Clock() {}

  public static Field<Instant> now() {
    return DSL.field("clock_timestamp()", SQLDataType.INSTANT);
  }

  /** The transaction's start: stays the same within it, and so can be looked up in an index. */
  public static Field<Instant> transactionStart() {
    return DSL.field("now()", SQLDataType.INSTANT);
  }

  public static Field<Instant> nowPlus(Duration duration) {
    return DSL.field(
        "clock_timestamp() + {0} * interval '1 millisecond'",
        SQLDataType.INSTANT, DSL.val(duration.toMillis()));
  }

  public static Field<Instant> nowMinus(Duration duration) {
    return DSL.field(
        "clock_timestamp() - {0} * interval '1 millisecond'",
        SQLDataType.INSTANT, DSL.val(duration.toMillis()));
  }
}
