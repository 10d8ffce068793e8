package io.holdfast.console.ui;

import io.holdfast.console.ui.FilterBar.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far back one looks, as a filter. */
public final class Since {

  private Since() {}

  /**
   * What there is to choose.
   *
   * @param any the key of the text for not looking at time
   */
  public static List<Choice> choices(String any) {
    return List.of(
        new Choice("", Texts.of(any)),
        new Choice("hour", Texts.of("activity.since.hour")),
        new Choice("day", Texts.of("activity.since.day")),
        new Choice("week", Texts.of("activity.since.week")),
        new Choice("month", Texts.of("activity.since.month")));
  }

  /** The moment from which on, for what is chosen now; {@code null} for no such choice. */
  public static @Nullable Instant start(@Nullable String choice) {
    if (choice == null) {
      return null;
    }
    Duration age =
        switch (choice) {
          case "hour" -> Duration.ofHours(1);
          case "day" -> Duration.ofDays(1);
          case "week" -> Duration.ofDays(7);
          case "month" -> Duration.ofDays(30);
          default -> null;
        };
    return age == null ? null : Instant.now().minus(age);
  }
}
