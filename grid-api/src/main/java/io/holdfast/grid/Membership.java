package io.holdfast.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners who came and went. Each change compares who is there now with who was told of, so
 * that nothing is missed when events come together or the own node is replaced. One virtual thread
 * does all telling, in order; everything below is its own.
 */
final class Membership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("grid-membership").factory());
  private final Supplier<List<GridMember>> present;
  private final Map<MembershipListener, Map<UUID, GridMember>> told = new LinkedHashMap<>();

  Membership(Supplier<List<GridMember>> present) {
    this.present = present;
  }

  void add(MembershipListener listener) {
    onTeller(() -> {
      told.putIfAbsent(listener, new LinkedHashMap<>());
      tellAll();
    });
  }

  /** Somebody may have come or gone. */
  void changed() {
    onTeller(this::tellAll);
  }

  private void onTeller(Runnable work) {
    try {
      teller.execute(work);
    } catch (RejectedExecutionException e) {
      log.debug("Change of membership after closing");
    }
  }

  private void tellAll() {
    Map<UUID, GridMember> now = new LinkedHashMap<>();
    present.get().forEach(member -> now.put(member.incarnation(), member));
    told.forEach((listener, known) -> tell(listener, known, now));
  }

  private static void tell(
      MembershipListener listener, Map<UUID, GridMember> known, Map<UUID, GridMember> now) {
    for (GridMember member : List.copyOf(known.values())) {
      if (!now.containsKey(member.incarnation())) {
        known.remove(member.incarnation());
        guarded(() -> listener.left(member));
      }
    }
    for (GridMember member : now.values()) {
      if (known.putIfAbsent(member.incarnation(), member) == null) {
        guarded(() -> listener.joined(member));
      }
    }
  }

  private static void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      log.error("A listener to the grid's membership failed", e);
    }
  }

  @Override
  public void close() {
    teller.shutdownNow();
  }
}
