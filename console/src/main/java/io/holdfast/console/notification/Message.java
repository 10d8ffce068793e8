package io.holdfast.console.notification;

import io.holdfast.schema.notification.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What people are told at once.
 *
 * @param id the same at each try, so that receivers can know one that comes twice
 * @param troubles the first of them; none: it is only a test
 * @param total how many there are
 */
record Message(UUID id, Instant at, List<Trouble> troubles, int total) {

  /** One that an administrator asked for. */
  static Message test(Instant at) {
    return new Message(UUID.randomUUID(), at, List.of(), 0);
  }

  boolean isTest() {
    return total == 0;
  }
}
