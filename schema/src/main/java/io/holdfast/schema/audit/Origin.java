package io.holdfast.schema.audit;

import java.util.Optional;

/**
 * Where the request comes from that this thread carries out. The audit notes it of all that is done
 * meanwhile; what Holdfast does by itself comes from nowhere.
 */
public final class Origin {
  private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

  private Origin() {}

  /** Work of a request. */
  @FunctionalInterface
  public interface Work<X extends Exception> {
    void run() throws X;
  }

  /**
   * Carries out a request.
   *
   * @param address of the network, as the server sees it
   */
  public static <X extends Exception> void from(String address, Work<X> work) throws X {
    ScopedValue.where(ADDRESS, address)
        .<Void, X>call(() -> {
          work.run();
          return null;
        });
  }

  /** The same work for another thread, which carries out what this one's request asked for. */
  public static Runnable kept(Runnable work) {
    return address()
        .<Runnable>map(address -> () -> Origin.<RuntimeException>from(address, work::run))
        .orElse(work);
  }

  static Optional<String> address() {
    return ADDRESS.isBound() ? Optional.of(ADDRESS.get()) : Optional.empty();
  }
}
