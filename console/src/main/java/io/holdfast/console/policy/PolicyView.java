package io.holdfast.console.policy;

import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.policy.PolicyRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy and how it stands.
 *
 * @param words its schedule as a sentence without an end
 * @param nextRuns the next due times; empty while it is not enabled
 * @param volumes how many it covers now
 * @param lastRun {@code null}: it never ran
 */
public record PolicyView(
    Policy policy, String words, List<Instant> nextRuns, int volumes, @Nullable PolicyRun lastRun) {

  public UUID id() {
    return policy.id();
  }

  public String name() {
    return policy.name();
  }
}
