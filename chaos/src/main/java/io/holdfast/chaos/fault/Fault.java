package io.holdfast.chaos.fault;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param name what and whom, as in {@code freeze w2}
 * @param after from the sequence's start
 * @param lasts until it is mended
 * @param strike does it
 * @param mend undoes it; nothing, where it passes by itself
 */
public record Fault(String name, Duration after, Duration lasts, Action strike, Action mend) {

  /** What is done to the place. */
  public interface Action {
    void run() throws IOException, InterruptedException, SQLException;
  }

  @Override
  public String toString() {
    return "%s at %.1fs".formatted(name, after.toMillis() / 1e3)
        + (lasts.isZero() ? "" : " for %.1fs".formatted(lasts.toMillis() / 1e3));
  }
}
