package io.holdfast.schema;

import java.time.Instant;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * How a process without Spring comes to the DSLContext that the classes of this module are made
 * with.
 */
public final class SchemaDatabase {

  private SchemaDatabase() {}

  /** A context over a pool of connections; made once per process. */
  public static DSLContext context(DataSource connections) {
    return DSL.using(
        connections,
        SQLDialect.POSTGRES,
        new Settings().withRenderSchema(false).withExecuteLogging(false));
  }

  /** The time by the database's clock, the only one that leases and comparisons with rows go by. */
  public static Instant now(DSLContext database) {
    return database.select(Clock.now()).fetchSingle().value1();
  }
}
