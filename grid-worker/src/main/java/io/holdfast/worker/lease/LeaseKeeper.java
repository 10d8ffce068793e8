package io.holdfast.worker.lease;

import io.holdfast.schema.node.NodeLeases;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews this incarnation's lease every third of its length and keeps the gate open as long as the
 * lease certainly holds: the time is counted from before the request for renewal was sent, so that
 * this machine believes in less than the database granted. The gate closes a fifth of the lease
 * early, which leaves requests under way the time to end.
 *
 * <p>When the database cannot be reached the gate closes by itself and the attempts go on: a lease
 * that ran out may still be renewed as long as nobody closed the incarnation.
 */
public final class LeaseKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final Duration LONGEST_RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(1);

  private final NodeLeases leases;
  private final UUID incarnation;
  private final Duration lease;
  private final Gate gate;
  private final Consumer<String> fenced;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private LeaseKeeper(
      NodeLeases leases, UUID incarnation, Duration lease, Gate gate, Consumer<String> fenced) {
    this.leases = leases;
    this.incarnation = incarnation;
    this.lease = lease;
    this.gate = gate;
    this.fenced = fenced;
    // A platform thread: renewing must not wait for a carrier that native code keeps busy.
    this.thread = Thread.ofPlatform().name("lease").daemon().unstarted(this::keep);
  }

  /**
   * Starts renewing.
   *
   * @param registeredAt {@link System#nanoTime} from before the incarnation was registered
   * @param fenced told once, with a sentence for people, when the incarnation was closed by
   *     somebody
   */
  public static LeaseKeeper start(
      NodeLeases leases,
      UUID incarnation,
      Duration lease,
      long registeredAt,
      Gate gate,
      Consumer<String> fenced) {
    LeaseKeeper keeper = new LeaseKeeper(leases, incarnation, lease, gate, fenced);
    keeper.granted(registeredAt);
    keeper.thread.start();
    return keeper;
  }

  private void granted(long askedAt) {
    gate.openUntil(askedAt + lease.toNanos() - lease.dividedBy(5).toNanos());
  }

  private void keep() {
    Duration interval = lease.dividedBy(3);
    Duration retry = min(lease.dividedBy(15), LONGEST_RETRY_PAUSE);
    boolean failing = false;
    boolean said = false;
    while (!stopsWithin(failing ? retry : interval)) {
      long askedAt = System.nanoTime();
      try {
        Optional<Instant> until = leases.renew(incarnation, lease);
        if (until.isEmpty()) {
          fence();
          return;
        }
        granted(askedAt);
        if (said) {
          log.info("The lease is renewed again; work goes on leaseUntil={}", until.get());
        }
        failing = false;
        said = false;
      } catch (DataAccessException e) {
        failing = true;
        if (!said && !gate.isOpen()) {
          log.warn(
              "The lease cannot be renewed; all reading and writing waits until the database is"
                  + " back reason={}",
              e.getMessage());
          said = true;
        }
      }
    }
  }

  private void fence() {
    String reason =
        "This worker was declared dead: its lease (incarnation %s) ran out and was closed. Its tasks go on elsewhere."
            .formatted(incarnation);
    gate.fence(reason);
    fenced.accept(reason);
  }

  private boolean stopsWithin(Duration pause) {
    try {
      return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Ends renewing; the lease itself is the caller's to close. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(STOPS_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
