package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.page.ExtendedClientDetails;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times in words and in the viewer's zone. One per page, since it knows the zone. */
public final class Moments {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration RELATIVE_UP_TO = Duration.ofDays(7);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final ZoneId zone;
  private final InstantSource clock;

  Moments(ZoneId zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
  }

  /** For the page that is being made or shown. */
  public static Moments ofViewer() {
    UI ui = UI.getCurrent();
    ExtendedClientDetails details = ui == null ? null : ui.getPage().getExtendedClientDetails();
    return new Moments(zone(details), InstantSource.system());
  }

  private static ZoneId zone(@Nullable ExtendedClientDetails details) {
    String id = details == null ? null : details.getTimeZoneId();
    try {
      return id == null || id.isEmpty() ? ZoneOffset.UTC : ZoneId.of(id);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** The viewer's zone. */
  public ZoneId zone() {
    return zone;
  }

  /** {@code 5 minutes ago}, {@code in 3 hours}; the date when it is not near. */
  public String ago(@Nullable Instant moment) {
    if (moment == null) {
      return "–";
    }
    Duration age = Duration.between(moment, clock.instant());
    if (age.compareTo(RELATIVE_UP_TO) > 0 || age.compareTo(DAY.negated()) < 0) {
      return date(moment);
    }
    if (Math.abs(age.toSeconds()) < 10) {
      return Texts.of("time.now");
    }
    if (age.isNegative()) {
      return inUnits("time.in", age.negated());
    }
    return inUnits("time.ago", age);
  }

  /** {@code 23 Nov 2026, 14:05}. */
  public String date(Instant moment) {
    return Texts.pattern("time.pattern.moment").format(moment.atZone(zone));
  }

  /** To the second, with zone; empty for none. */
  public String exactly(@Nullable Instant moment) {
    return moment == null ? "" : Texts.pattern("time.pattern.exactly").format(moment.atZone(zone));
  }

  /** As it may stand in the name of a thing. */
  public String forName() {
    return NAME.format(clock.instant().atZone(zone));
  }

  /** How long between two moments; until now when the second is missing. */
  public String between(@Nullable Instant start, @Nullable Instant end) {
    return start == null
        ? "–"
        : lasting(Duration.between(start, end == null ? clock.instant() : end));
  }

  /** {@code 40 seconds}, {@code 3 hours}, {@code 2 days}: the largest unit that fits. */
  public static String lasting(Duration duration) {
    return inUnits("time", duration);
  }

  /** The keys differ, as languages bend the unit by what stands before it. */
  private static String inUnits(String prefix, Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return Texts.of(prefix + ".seconds", seconds);
    }
    if (seconds < 3600) {
      return Texts.of(prefix + ".minutes", seconds / 60);
    }
    if (seconds < 86_400) {
      return Texts.of(prefix + ".hours", seconds / 3600);
    }
    return Texts.of(prefix + ".days", seconds / 86_400);
  }
}
