package io.holdfast.grid.process;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the database answers and carries the schema. Only the console migrates; the other
 * processes wait for it here, however long that takes.
 */
public final class DatabaseWait {

  private static final Logger log = LoggerFactory.getLogger(DatabaseWait.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration SAY_EVERY = Duration.ofSeconds(10);

  private DatabaseWait() {}

  /**
   * Returns when the tables tbl_addrs, grid_identity and grid_center, by which the grid's members
   * find and know each other and come together, can be read. Says what it waits for at once and
   * then every ten seconds.
   *
   * @param database makes a connection per attempt; should give up connecting within seconds
   * @throws InterruptedException when the thread is interrupted, which is how to end the wait
   */
  public static void untilReady(DataSource database) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    long saidAt = 0;
    boolean waited = false;
    for (Optional<String> missing = missing(database);
        missing.isPresent();
        missing = missing(database)) {
      long now = System.nanoTime();
      if (!waited || now - saidAt >= SAY_EVERY.toNanos()) {
        log.warn("Waiting: {}", missing.get());
        saidAt = now;
        waited = true;
      }
      LockSupport.parkNanos(pause.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while waiting for the database");
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
    if (waited) {
      log.info("The database is ready");
    }
  }

  /** What stands between us and a usable database, as a sentence; empty when nothing does. */
  static Optional<String> missing(DataSource database) {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select to_regclass('tbl_addrs') is not null and to_regclass('grid_identity') is"
                    + " not null and to_regclass('grid_center') is not null");
        ResultSet row = query.executeQuery()) {
      if (row.next() && row.getBoolean(1)) {
        return Optional.empty();
      }
      return Optional.of(
          "the database answers but has not this version's schema yet; a console that starts on it"
              + " creates it.");
    } catch (SQLException e) {
      return Optional.of(
          "the database cannot be reached; is it running, and is its URL right? " + e.getMessage());
    }
  }
}
