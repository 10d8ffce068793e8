package io.holdfast.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class Durations {

  private Durations() {}

  /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 05 min}, {@code 3 d 4 h}. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.toMillis() < 9_950) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }
    return "%d d %d h".formatted(seconds / 86_400, seconds / 3600 % 24);
  }

  /** The time since a reading of {@link System#nanoTime}. */
  public static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
