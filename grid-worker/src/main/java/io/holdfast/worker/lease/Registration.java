package io.holdfast.worker.lease;

import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.RegisterResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters this process as the one of its host name. If the name is taken there are three cases: the
 * host's lock proves the holder dead, and it is closed at once; the holder's lease runs out while
 * we look, and it is closed then; or the lease is renewed, so the holder lives, and we give way.
 */
public final class Registration {

  private static final Logger log = LoggerFactory.getLogger(Registration.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final NodeLeases leases;
  private final HostLock lock;
  private final CountDownLatch stopped;

  /**
   * @param stopped ends the waiting when it falls
   */
  public Registration(NodeLeases leases, HostLock lock, CountDownLatch stopped) {
    this.leases = leases;
    this.lock = lock;
    this.stopped = stopped;
  }

  /**
   * Registers, however long that takes.
   *
   * @param node made anew for each try, since a try may have failed after it was committed
   * @return {@link System#nanoTime} from before it was asked for, and what was registered; empty
   *     when stopped meanwhile
   * @throws HostTakenException when another live process has the name
   */
  public Optional<Registered> register(Supplier<NodeRegistration> node)
      throws InterruptedException {
    Node waitedFor = null;
    while (stopped.getCount() > 0) {
      NodeRegistration wanted = node.get();
      long askedAt = System.nanoTime();
      switch (leases.register(wanted)) {
        case RegisterResult.Registered _ -> {
          lock.hold(wanted.incarnation());
          return Optional.of(new Registered(askedAt, wanted));
        }
        case RegisterResult.HostTaken(Node holder) -> {
          if (lock.provesDead(holder.incarnation())) {
            leases.close(holder.incarnation(), "Its process is gone, and its host started anew.");
            continue;
          }
          if (waitedFor == null || !waitedFor.incarnation().equals(holder.incarnation())) {
            waitedFor = holder;
            log.warn(
                "The name '{}' is that of another worker (incarnation {}, since {}); waiting to see"
                    + " whether it is alive, until {}",
                holder.host(),
                holder.incarnation(),
                holder.startedAt(),
                holder.leaseUntil());
          } else if (holder.leaseUntil().isAfter(waitedFor.leaseUntil())) {
            throw new HostTakenException(taken(holder));
          }
        }
      }
      if (stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return Optional.empty();
  }

  /** Who has a name, in words. */
  public static String taken(Node holder) {
    return "Another worker runs under the name '%s' (incarnation %s, at %s, since %s). One name is for one process: stop that one, or give this one another name by holdfast.grid.host."
        .formatted(
            holder.host(),
            holder.incarnation(),
            holder.address().isEmpty() ? "an unknown address" : holder.address(),
            since(holder.startedAt()));
  }

  private static String since(Instant moment) {
    return moment.toString();
  }

  /**
   * What was registered.
   *
   * @param askedAt {@link System#nanoTime} from before it was asked for
   */
  public record Registered(long askedAt, NodeRegistration node) {}
}
