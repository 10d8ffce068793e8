package io.holdfast.grid.call;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process answers: contracts and who carries them out. Only the methods of an offered
 * contract can be reached from outside; any other request is refused in words.
 */
public final class GridOffers {

  private static final Logger log = LoggerFactory.getLogger(GridOffers.class);

  /** More requests at once than this mean that something runs wild, not that work is to be done. */
  private static final int MOST_AT_ONCE = 512;

  private final Map<String, Offer> offers;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  private GridOffers(Map<String, Offer> offers) {
    this.offers = Map.copyOf(offers);
  }

  /** Offers nothing: a process that only calls others. */
  public static GridOffers none() {
    return new GridOffers(Map.of());
  }

  /** These offers and one more; {@code implementation} is called by many threads at once. */
  public <T> GridOffers with(Class<T> contract, T implementation) {
    Map<String, Offer> more = new HashMap<>(offers);
    more.put(contract.getSimpleName(), new Offer(contract, implementation));
    return new GridOffers(more);
  }

  /** Carries a request out and puts whatever comes of it into words. */
  GridReply answer(String contract, String request, @Nullable Object[] arguments) {
    if (!room.tryAcquire()) {
      return GridReply.failure(
          FailureKind.BUSY,
          "%d requests are being carried out already; try again later.".formatted(MOST_AT_ONCE));
    }
    try {
      return carryOut(contract, request, arguments);
    } finally {
      room.release();
    }
  }

  private GridReply carryOut(String contract, String request, @Nullable Object[] arguments) {
    Offer offer = offers.get(contract);
    if (offer == null) {
      return GridReply.failure(
          FailureKind.UNSUPPORTED, "This process does not answer %s requests.".formatted(contract));
    }
    Optional<Method> method = offer.method(request, arguments.length);
    if (method.isEmpty()) {
      return GridReply.failure(
          FailureKind.UNSUPPORTED,
          "This process does not know the %s request '%s' with %d arguments; it may be of another version."
              .formatted(contract, request, arguments.length));
    }
    try {
      return GridReply.success(method.get().invoke(offer.implementation(), arguments));
    } catch (InvocationTargetException e) {
      return failure(contract, request, e.getCause());
    } catch (IllegalArgumentException | IllegalAccessException e) {
      return GridReply.failure(
          FailureKind.UNSUPPORTED,
          "The %s request '%s' came with arguments of other types; it may be of another version."
              .formatted(contract, request));
    }
  }

  private static GridReply failure(String contract, String request, @Nullable Throwable cause) {
    if (cause instanceof GridCallException expected) {
      return GridReply.failure(expected.kind(), expected.getMessage());
    }
    log.error("Request failed unexpectedly contract={} request={}", contract, request, cause);
    return GridReply.failure(
        FailureKind.FAILED,
        "The %s request '%s' failed unexpectedly: %s. Its log says more."
            .formatted(contract, request, cause));
  }

  private record Offer(Class<?> contract, Object implementation) {

    Optional<Method> method(String request, int argumentCount) {
      return Stream.of(contract.getMethods())
          .filter(m -> m.getName().equals(request) && m.getParameterCount() == argumentCount)
          .findFirst();
    }
  }
}
