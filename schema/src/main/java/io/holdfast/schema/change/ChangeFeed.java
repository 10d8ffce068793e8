package io.holdfast.schema.change;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for changes on one connection that it keeps, on one thread of its own, and connects again
 * when that is lost. A connection that has gone silent is noticed within some ten seconds.
 */
public final class ChangeFeed implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);
  private static final int POLL_MILLIS = 500;
  private static final int POLLS_PER_CHECK = 10;
  private static final int CHECK_SECONDS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DataSource connections;
  private final ChangeListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private ChangeFeed(DataSource connections, ChangeListener listener) {
    this.connections = connections;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("change-feed").unstarted(this::run);
  }

  /** Begins to listen; the listener is told that everything may have changed as soon as it does. */
  public static ChangeFeed start(DataSource connections, ChangeListener listener) {
    ChangeFeed feed = new ChangeFeed(connections, listener);
    feed.thread.start();
    return feed;
  }

  private void run() {
    Duration pause = Duration.ofMillis(100);
    while (!isClosed()) {
      try (Connection connection = connections.getConnection()) {
        listen(connection);
        pause = Duration.ofMillis(100);
        follow(connection);
      } catch (SQLException e) {
        if (!isClosed()) {
          log.warn("Changes in the database are not followed: {}. Trying again.", e.getMessage());
        }
      }
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen holdfast_change");
    }
    tell(Set.of(), true);
  }

  private void follow(Connection connection) throws SQLException {
    PGConnection notifications = connection.unwrap(PGConnection.class);
    for (int polls = 1; !isClosed(); polls++) {
      Set<Change> changes = new LinkedHashSet<>();
      PGNotification[] received = notifications.getNotifications(POLL_MILLIS);
      for (PGNotification notification : received == null ? new PGNotification[0] : received) {
        Change.of(notification.getParameter()).ifPresent(changes::add);
      }
      if (!changes.isEmpty()) {
        tell(changes, false);
      }
      if (polls % POLLS_PER_CHECK == 0 && !connection.isValid(CHECK_SECONDS)) {
        throw new SQLException("the connection has gone silent");
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("unlisten *");
    }
  }

  private void tell(Set<Change> changes, boolean everything) {
    try {
      if (everything) {
        listener.everythingMayHaveChanged();
      } else {
        listener.changed(changes);
      }
    } catch (RuntimeException e) {
      log.error("A listener failed over {} changes; the feed goes on.", changes.size(), e);
    }
  }

  private void pause(Duration pause) {
    try {
      closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Stops listening; returns when the listener will not be called again. */
  @Override
  public void close() {
    closed.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(CHECK_SECONDS + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
