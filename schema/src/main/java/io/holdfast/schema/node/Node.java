package io.holdfast.schema.node;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One process start of one node.
 *
 * @param leaseUntil by the database's clock
 * @param leaseValid whether the lease had not run out when this was read
 * @param runningTasks tasks that it owns
 */
public record Node(
    UUID incarnation,
    String host,
    NodeRole role,
    NodeState state,
    int slots,
    int runningTasks,
    String availabilityZone,
    String version,
    String address,
    Instant leaseUntil,
    boolean leaseValid,
    Instant startedAt,
    @Nullable Instant closedAt,
    @Nullable String closedReason) {

  public Owner owner() {
    return new Owner(host, incarnation);
  }
}
