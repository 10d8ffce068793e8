package io.holdfast.worker.record;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of which one breaks at the Nth statement or commit, as does one whose process is
 * killed or whose network is cut: what was not committed is rolled back. That statement has
 * happened or not; its caller hears of neither.
 */
final class MortalConnections {

  private final DataSource real;
  private final AtomicInteger left;
  private final boolean statementHappens;
  private final boolean forGood;
  private final Runnable whenBroken;

  /**
   * @param statements and commits that happen before the one that breaks
   * @param forGood whether every other connection breaks too
   */
  MortalConnections(
      DataSource real,
      int statements,
      boolean statementHappens,
      boolean forGood,
      Runnable whenBroken) {
    this.real = real;
    this.left = new AtomicInteger(statements);
    this.statementHappens = statementHappens;
    this.forGood = forGood;
    this.whenBroken = whenBroken;
  }

  boolean broken() {
    return left.get() < 0;
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof Connection connection ? new Mortal(connection).proxy() : result;
        });
  }

  private interface Call {
    @Nullable Object make() throws Throwable;
  }

  private final class Mortal {

    private final Connection connection;
    private final AtomicBoolean dead = new AtomicBoolean();

    Mortal(Connection connection) {
      this.connection = connection;
    }

    Connection proxy() {
      return MortalConnections.proxy(
          Connection.class,
          (_, method, arguments) -> {
            Call call = () -> call(connection, method, arguments);
            return switch (method.getName()) {
              case "close" -> call.make();
              case "commit" -> effect(call);
              default -> {
                Object result = look(call);
                yield result instanceof Statement statement
                    ? statement(statement, method.getReturnType())
                    : result;
              }
            };
          });
    }

    private Object statement(Statement statement, Class<?> type) {
      return MortalConnections.proxy(
          type,
          (_, method, arguments) -> {
            Call call = () -> call(statement, method, arguments);
            return method.getName().startsWith("execute") ? effect(call) : call.make();
          });
    }

    private @Nullable Object effect(Call call) throws Throwable {
      if (dead.get()) {
        throw broke();
      }
      int now = left.getAndUpdate(n -> Math.max(n - 1, -1));
      if (now > 0 || (now < 0 && !forGood)) {
        return call.make();
      }
      if (now == 0) {
        if (statementHappens) {
          call.make();
        }
        whenBroken.run();
      }
      dead.set(true);
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      throw broke();
    }

    private @Nullable Object look(Call call) throws Throwable {
      if (dead.get()) {
        throw broke();
      }
      return call.make();
    }
  }

  private static SQLException broke() {
    return new SQLException("The connection broke.", "08006");
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            MortalConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
