package io.holdfast.cli.output;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values that may be absent, and moments, as they appear in tables. */
public final class Text {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Text() {}

  /** The text, or a dash when there is none. */
  public static String orDash(@Nullable String text) {
    return text == null || text.isBlank() ? "-" : text;
  }

  /** A moment in this machine's time zone, or a dash. */
  public static String moment(@Nullable Instant instant) {
    return instant == null ? "-" : MOMENT.format(instant.atZone(ZoneId.systemDefault()));
  }
}
