package io.holdfast.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.holdfast.schema.SchemaDatabase;
import java.time.Duration;
import javax.sql.DataSource;
import org.jooq.DSLContext;

/**
 * The process's connections to the database: one pool for the tasks, and a small one of its own for
 * the lease and the watch, which must not wait behind the tasks and must soon know when there is no
 * answer.
 */
final class Databases implements AutoCloseable {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration TASKS_ANSWER_WITHIN = Duration.ofSeconds(60);

  private final HikariDataSource tasks;
  private final HikariDataSource control;

  Databases(String url, WorkerSettings settings) {
    Duration answer = max(settings.lease().dividedBy(5), Duration.ofSeconds(1));
    this.tasks = pool("tasks", url, 4 + 4 * settings.slots(), TASKS_ANSWER_WITHIN);
    this.control = pool("control", url, 3, answer);
  }

  private static HikariDataSource pool(String name, String url, int size, Duration answerWithin) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_WITHIN.toMillis());
    config.setValidationTimeout(1000);
    // Starting is not what fails without a database; waiting for it is what comes next.
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "holdfast worker");
    config.addDataSourceProperty("connectTimeout", seconds(CONNECT_WITHIN));
    config.addDataSourceProperty("loginTimeout", seconds(CONNECT_WITHIN));
    config.addDataSourceProperty("socketTimeout", seconds(answerWithin));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return new HikariDataSource(config);
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.toSeconds()));
  }

  /** For what tasks do. */
  DSLContext tasks() {
    return SchemaDatabase.context(tasks);
  }

  /** For lease and watch. */
  DSLContext control() {
    return SchemaDatabase.context(control);
  }

  /** For waiting until the database is there, and for the grid's address table. */
  DataSource controlConnections() {
    return control;
  }

  @Override
  public void close() {
    tasks.close();
    control.close();
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
