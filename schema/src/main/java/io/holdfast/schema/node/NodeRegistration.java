package io.holdfast.schema.node;

import java.time.Duration;
import java.util.UUID;

/**
 * A process that wants to take part.
 *
 * @param slots tasks it can run at once; nought for what is no worker
 * @param lease how long it may stay silent
 */
public record NodeRegistration(
    String host,
    NodeRole role,
    UUID incarnation,
    int slots,
    String availabilityZone,
    String version,
    String address,
    Duration lease) {

  public NodeRegistration {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease of " + lease);
    }
  }

  public Owner owner() {
    return new Owner(host, incarnation);
  }
}
