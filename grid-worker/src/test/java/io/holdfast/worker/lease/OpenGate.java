package io.holdfast.worker.lease;

import java.time.Duration;

/** A gate that stays open for longer than a test takes. */
public final class OpenGate {

  private OpenGate() {}

  public static Gate make() {
    Gate gate = new Gate();
    gate.openUntil(System.nanoTime() + Duration.ofHours(1).toNanos());
    return gate;
  }
}
