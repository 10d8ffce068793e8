package io.holdfast.schema.chore;

import static io.holdfast.schema.generated.Tables.CHORE;

import io.holdfast.schema.Clock;
import java.time.Duration;
import org.jooq.DSLContext;

/** Shares out what is to be done by one console now and then. */
public final class Chores {

  public static final String LOOK_FOR_LATE_VOLUMES = "look-for-late-volumes";
  public static final String FORGET_HISTORY = "forget-history";
  public static final String RECLAIM_SPACE = "reclaim-space";
  public static final String VERIFY_REPOSITORIES = "verify-repositories";

  private final DSLContext database;

  public Chores(DSLContext database) {
    this.database = database;
  }

  /**
   * Takes a chore that is due. Whoever asks first does it; if that one dies over it, somebody else
   * does it the next time.
   *
   * @param pause how long after now it is due again
   */
  public boolean take(String name, Duration pause) {
    return database
            .update(CHORE)
            .set(CHORE.DUE_AT, Clock.nowPlus(pause))
            .where(CHORE.NAME.eq(name), CHORE.DUE_AT.le(Clock.now()))
            .execute()
        == 1;
  }
}
