package io.holdfast.console.ui.chart;

import io.holdfast.console.ui.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * From one moment to another, with ticks at round hours or days of the viewer's zone.
 *
 * @param until after {@code from}
 */
record TimeAxis(Instant from, Instant until, ZoneId zone) {

  private static final int MOST_TICKS = 9;
  private static final long HOUR = 3600;
  private static final long DAY = 24 * HOUR;
  private static final long[] STEPS = {
    300, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY,
    30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY
  };

  /** Where a moment lies, from 0 to 1. */
  double at(Instant moment) {
    return (double) Duration.between(from, moment).toMillis()
        / Duration.between(from, until).toMillis();
  }

  List<Tick> ticks() {
    long step = step(Duration.between(from, until).toSeconds());
    DateTimeFormatter days = Texts.pattern("time.pattern.short-day");
    DateTimeFormatter hours = Texts.pattern("time.pattern.hour");
    List<Tick> ticks = new ArrayList<>();
    ZonedDateTime tick = from.atZone(zone).toLocalDate().atStartOfDay(zone);
    for (int count = 0; !tick.toInstant().isAfter(until); tick = next(tick, step)) {
      if (!tick.toInstant().isBefore(from)) {
        boolean midnight = tick.toLocalTime().toSecondOfDay() == 0;
        ticks.add(
            new Tick(at(tick.toInstant()), (midnight ? days : hours).format(tick), count % 2 == 1));
        count++;
      }
    }
    return ticks;
  }

  /** Days by the calendar, so that a change of the clocks does not shift midnight. */
  private static ZonedDateTime next(ZonedDateTime tick, long step) {
    return step >= DAY ? tick.plusDays(step / DAY) : tick.plusSeconds(step);
  }

  private static long step(long seconds) {
    for (long step : STEPS) {
      if (seconds / step < MOST_TICKS) {
        return step;
      }
    }
    return STEPS[STEPS.length - 1];
  }
}
