package io.holdfast.console.history;

import io.holdfast.schema.history.CapacitySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When room runs out at the pace of the past.
 *
 * @param fullIn from now on
 * @param past how long the history is that it was told from
 */
public record Forecast(Duration fullIn, Duration past) {

  /** Backups come daily or weekly: less tells nothing. */
  private static final Duration LEAST_PAST = Duration.ofDays(3);

  private static final int LEAST_SAMPLES = 8;

  /** Farther than this many times the past nobody can see. */
  private static final int FARTHEST = 12;

  /**
   * By the median of the slopes between all pairs of samples, which one large deletion or restore
   * does not turn around. Empty: the past is too short, room does not shrink, or the end is so far
   * off that naming a day would be a guess.
   *
   * @param samples the oldest first; those that do not know the free room are passed over
   */
  static Optional<Forecast> of(List<CapacitySample> samples, Instant now) {
    List<CapacitySample> known =
        samples.stream().filter(sample -> sample.freeBytes() != null).toList();
    if (known.size() < LEAST_SAMPLES) {
      return Optional.empty();
    }
    Duration past = Duration.between(known.getFirst().at(), known.getLast().at());
    double shrinksPerSecond = -medianSlope(known);
    if (past.compareTo(LEAST_PAST) < 0 || shrinksPerSecond <= 0) {
      return Optional.empty();
    }
    double seconds = free(known.getLast()) / shrinksPerSecond;
    if (seconds > (double) FARTHEST * past.toSeconds()) {
      return Optional.empty();
    }
    Instant full = known.getLast().at().plusSeconds((long) seconds);
    Duration left = Duration.between(now, full);
    return Optional.of(new Forecast(left.isNegative() ? Duration.ZERO : left, past));
  }

  /** Bytes of free room a second. */
  private static double medianSlope(List<CapacitySample> samples) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      for (int j = i + 1; j < samples.size(); j++) {
        long seconds = Duration.between(samples.get(i).at(), samples.get(j).at()).toSeconds();
        slopes.add((double) (free(samples.get(j)) - free(samples.get(i))) / seconds);
      }
    }
    Collections.sort(slopes);
    return slopes.get(slopes.size() / 2);
  }

  private static long free(CapacitySample sample) {
    return Objects.requireNonNull(sample.freeBytes());
  }
}
