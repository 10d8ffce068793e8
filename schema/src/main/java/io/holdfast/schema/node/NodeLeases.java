package io.holdfast.schema.node;

import static io.holdfast.schema.generated.Tables.NODE;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Registering, renewing and ending incarnations. All times are the database's. A holder counts its
 * time left from before it sent the renewal, on its own monotonic clock, and so always believes in
 * less than it has.
 */
public final class NodeLeases {

  private final DSLContext database;
  private final NodeQueries nodes;

  public NodeLeases(DSLContext database) {
    this.database = database;
    this.nodes = new NodeQueries(database);
  }

  /**
   * Enters a process. An earlier incarnation of the host and role whose lease ran out is closed on
   * the way; one that is alive wins. Whoever can prove that an earlier process is dead (by a lock
   * that it held, say) may {@link #close} it first.
   */
  public RegisterResult register(NodeRegistration node) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      here.update(NODE)
          .set(NODE.STATE, NodeState.CLOSED)
          .set(NODE.CLOSED_AT, Clock.now())
          .set(NODE.CLOSED_REASON, "Its lease ran out and its host started anew.")
          .where(
              NODE.HOST.eq(node.host()),
              NODE.ROLE.eq(node.role()),
              NODE.CLOSED_AT.isNull(),
              NODE.LEASE_UNTIL.lt(Clock.now()))
          .execute();
      Optional<Instant> until =
          here.insertInto(NODE)
              .set(NODE.ID, node.incarnation())
              .set(NODE.HOST, node.host())
              .set(NODE.ROLE, node.role())
              .set(NODE.STATE, NodeState.UP)
              .set(NODE.SLOTS, node.slots())
              .set(NODE.AVAILABILITY_ZONE, node.availabilityZone())
              .set(NODE.VERSION, node.version())
              .set(NODE.ADDRESS, node.address())
              .set(NODE.LEASE_UNTIL, Clock.nowPlus(node.lease()))
              .set(NODE.STARTED_AT, Clock.now())
              .onConflict(NODE.ROLE, NODE.HOST)
              .where(NODE.CLOSED_AT.isNull())
              .doNothing()
              .returningResult(NODE.LEASE_UNTIL)
              .fetchOptional(NODE.LEASE_UNTIL);
      if (until.isPresent()) {
        return new RegisterResult.Registered(until.get());
      }
      return new NodeQueries(here)
          .live(node.role(), node.host())
          .<RegisterResult>map(RegisterResult.HostTaken::new)
          .orElseThrow(() ->
              new IllegalStateException(
                  "host %s was taken and is free again: register once more"
                      .formatted(node.host())));
    });
  }

  /**
   * Prolongs the lease from now. Empty when the incarnation is closed: it is fenced and must stop.
   * A lease that ran out may be renewed as long as nobody has closed it, so that an outage of the
   * database alone costs nobody the work.
   */
  public Optional<Instant> renew(UUID incarnation, Duration lease) {
    return database
        .update(NODE)
        .set(NODE.LEASE_UNTIL, Clock.nowPlus(lease))
        .where(NODE.ID.eq(incarnation), NODE.CLOSED_AT.isNull())
        .returningResult(NODE.LEASE_UNTIL)
        .fetchOptional(NODE.LEASE_UNTIL);
  }

  /**
   * Lets the node that is up on a host end what it has and take nothing new. False: none is up
   * there.
   */
  public boolean drain(NodeRole role, String host) {
    return move(role, host, NodeState.UP, NodeState.DRAINING);
  }

  /** Ends draining. False: the host's node does not drain. */
  public boolean undrain(NodeRole role, String host) {
    return move(role, host, NodeState.DRAINING, NodeState.UP);
  }

  private boolean move(NodeRole role, String host, NodeState from, NodeState to) {
    return database
            .update(NODE)
            .set(NODE.STATE, to)
            .where(NODE.ROLE.eq(role), NODE.HOST.eq(host), NODE.STATE.eq(from))
            .execute()
        == 1;
  }

  /**
   * Ends an incarnation for good: by itself, or by whoever knows that its process is dead. False:
   * it was closed before.
   */
  public boolean close(UUID incarnation, String reason) {
    return database
            .update(NODE)
            .set(NODE.STATE, NodeState.CLOSED)
            .set(NODE.CLOSED_AT, Clock.now())
            .set(NODE.CLOSED_REASON, reason)
            .where(NODE.ID.eq(incarnation), NODE.CLOSED_AT.isNull())
            .execute()
        == 1;
  }

  /**
   * Ends an incarnation whose lease ran out; from then on it can neither renew nor claim. False: it
   * renewed in time, or was closed before. Its attachments are cut next, and only then can its
   * tasks be taken over.
   */
  public boolean closeExpired(UUID incarnation) {
    return database
            .update(NODE)
            .set(NODE.STATE, NodeState.CLOSED)
            .set(NODE.CLOSED_AT, Clock.now())
            .set(NODE.CLOSED_REASON, "Its lease ran out.")
            .where(
                NODE.ID.eq(incarnation), NODE.CLOSED_AT.isNull(), NODE.LEASE_UNTIL.lt(Clock.now()))
            .execute()
        == 1;
  }

  /** Nodes and leases as they stand. */
  public NodeQueries nodes() {
    return nodes;
  }
}
