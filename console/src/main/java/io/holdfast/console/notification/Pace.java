package io.holdfast.console.notification;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast people are told, {@code holdfast.notification.*}.
 *
 * @param gather how old a trouble is when it is told, together with all that came since; default a
 *     minute
 * @param deadline after how long a mail server or a web hook that does not answer is left; default
 *     30 seconds
 * @param pause after the first failure; each further one doubles it, up to an hour; default 30
 *     seconds
 * @param tries after how many failures a message is given up; default 12, which take some six hours
 */
@ConfigurationProperties("holdfast.notification")
record Pace(
    @DefaultValue("1m") Duration gather,
    @DefaultValue("30s") Duration deadline,
    @DefaultValue("30s") Duration pause,
    @DefaultValue("12") int tries) {

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  Pace {
    if (gather.isNegative() || !deadline.isPositive() || !pause.isPositive() || tries < 1) {
      throw new IllegalArgumentException(
          "holdfast.notification.*: gather may be 0, deadline and pause must be positive, and tries"
              + " at least 1.");
    }
  }

  /** The pause after so many failures. */
  Duration pauseAfter(int failures) {
    Duration doubled = pause.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** How long a console may hold a message: longer than any sending lasts. */
  Duration hold() {
    return deadline.multipliedBy(2).plusSeconds(30);
  }
}
