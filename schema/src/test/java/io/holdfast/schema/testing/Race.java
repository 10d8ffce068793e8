package io.holdfast.schema.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Competitors that start at the same moment, each on a thread and a connection of its own that were
 * there before, so that they really meet. Each session keeps another time zone.
 */
public final class Race implements AutoCloseable {

  private static final List<String> TIME_ZONES =
      List.of("Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "UTC");

  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService threads;

  public Race(EmbeddedDatabase database, int competitors) {
    this.threads = Executors.newFixedThreadPool(competitors);
    try {
      for (int i = 0; i < competitors; i++) {
        Connection connection = database.dataSource().getConnection();
        connections.add(connection);
        try (Statement statement = connection.createStatement()) {
          statement.execute("set time zone '" + TIME_ZONES.get(i % TIME_ZONES.size()) + "'");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot connect the competitors", e);
    }
  }

  /** Everybody does the same. */
  public <T> List<T> all(Function<DSLContext, T> each) {
    return each(i -> each);
  }

  /** Each competitor, by number, does its own. */
  public <T> List<T> each(IntFunction<Function<DSLContext, T>> each) {
    CyclicBarrier start = new CyclicBarrier(connections.size());
    List<Future<T>> results = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      Function<DSLContext, T> work = each.apply(i);
      DSLContext context =
          DSL.using(
              connections.get(i), SQLDialect.POSTGRES, new Settings().withRenderSchema(false));
      results.add(
          threads.submit(() -> {
            awaitAll(start);
            return work.apply(context);
          }));
    }
    return results.stream().map(Race::result).toList();
  }

  private static void awaitAll(CyclicBarrier start) {
    try {
      start.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("not all competitors came to the start", e);
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get(5, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a competitor did not come through", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException("cannot close a competitor's connection", e);
      }
    }
  }
}
