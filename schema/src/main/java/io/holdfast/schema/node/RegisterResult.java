package io.holdfast.schema.node;

import java.time.Instant;

/** Whether a process may take part. */
public sealed interface RegisterResult {

  /** It may, until then by the database's clock, unless it renews. */
  record Registered(Instant leaseUntil) implements RegisterResult {}

  /** Another process of that host and role is alive. */
  record HostTaken(Node holder) implements RegisterResult {}
}
