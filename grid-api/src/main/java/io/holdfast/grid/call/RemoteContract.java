package io.holdfast.grid.call;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.ignite.IgniteCompute;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteInterruptedException;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.lang.IgniteFutureTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The caller's side of a contract: an object of the contract's type whose every method is a call to
 * one process. All that Ignite can throw is turned into the contract's exception here and nowhere
 * else.
 */
public final class RemoteContract implements InvocationHandler {

  /** Makes the exception that a contract's callers expect. */
  @FunctionalInterface
  public interface Failures {
    GridCallException failure(FailureKind kind, String message, @Nullable Throwable cause);
  }

  private final Class<?> contract;
  private final String target;
  private final Supplier<Optional<IgniteCompute>> callee;
  private final Failures failures;

  private RemoteContract(
      Class<?> contract,
      String target,
      Supplier<Optional<IgniteCompute>> callee,
      Failures failures) {
    this.contract = contract;
    this.target = target;
    this.callee = callee;
    this.failures = failures;
  }

  /**
   * Makes the caller's side.
   *
   * @param target how people call the process, for instance {@code worker alpha}
   * @param callee finds the process anew for each call; empty when it is not in the grid
   */
  public static <T> T of(
      Class<T> contract,
      String target,
      Supplier<Optional<IgniteCompute>> callee,
      Failures failures) {
    RemoteContract handler = new RemoteContract(contract, target, callee, failures);
    return contract.cast(
        Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) {
    @Nullable Object[] arguments = args == null ? new Object[0] : args;
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> contract.getSimpleName() + " of " + target;
      };
    }
    GridReply reply = ask(method, arguments);
    FailureKind failure = reply.failure();
    if (failure != null) {
      throw failures.failure(failure, reply.message(), null);
    }
    return reply.value();
  }

  private GridReply ask(Method method, @Nullable Object[] arguments) {
    IgniteFuture<Collection<@Nullable GridReply>> answer = null;
    int seconds = secondsFor(method);
    try {
      IgniteCompute compute = callee.get().orElse(null);
      if (compute == null) {
        throw failures.failure(
            FailureKind.UNREACHABLE,
            "There is no %s in the grid: it is not running, or cannot be reached."
                .formatted(target),
            null);
      }
      // A broadcast to one process: any other way goes by Ignite's load balancer, which for a
      // moment
      // does not know of a process that just joined.
      answer =
          compute.broadcastAsync(
              new GridCall(contract.getSimpleName(), method.getName(), arguments));
      for (GridReply reply : answer.get(seconds * 1000L)) {
        if (reply != null) {
          return reply;
        }
      }
      throw unreachable(method, "left the grid before it was asked", null);
    } catch (IgniteFutureTimeoutException e) {
      giveUp(answer);
      throw unreachable(method, "gave no answer within " + seconds + " s", e);
    } catch (IgniteInterruptedException e) {
      giveUp(answer);
      Thread.currentThread().interrupt();
      throw unreachable(method, "was not waited for, since the caller was stopped", e);
    } catch (IgniteException | IllegalStateException e) {
      throw translated(method, e);
    }
  }

  private static void giveUp(@Nullable IgniteFuture<?> answer) {
    if (answer != null) {
      answer.cancel();
    }
  }

  private GridCallException translated(Method method, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClusterTopologyException) {
        return unreachable(method, "left the grid before it answered", failure);
      }
      if (cause instanceof ClassNotFoundException) {
        return failures.failure(
            FailureKind.UNSUPPORTED,
            "The %s does not know what the request '%s' carries (%s); it may be of another version."
                .formatted(target, method.getName(), cause.getMessage()),
            failure);
      }
    }
    if (failure instanceof IllegalStateException) {
      return unreachable(
          method,
          "cannot be asked for the moment: this process is out of the grid, as it ends or, after a"
              + " pause, joins anew",
          failure);
    }
    return failures.failure(
        FailureKind.FAILED,
        "Asking the %s for '%s' failed: %s".formatted(target, method.getName(), innermost(failure)),
        failure);
  }

  /** What Ignite wraps around a failure tells people nothing. */
  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause == failure ? failure : innermost(cause);
  }

  private GridCallException unreachable(Method method, String what, @Nullable Throwable cause) {
    return failures.failure(
        FailureKind.UNREACHABLE,
        "The %s %s (request '%s').".formatted(target, what, method.getName()),
        cause);
  }

  private static int secondsFor(Method method) {
    AnswersWithin limit = method.getAnnotation(AnswersWithin.class);
    return limit == null ? AnswersWithin.DEFAULT_SECONDS : limit.seconds();
  }
}
