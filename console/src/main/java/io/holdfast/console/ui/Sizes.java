package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Span;
import java.text.NumberFormat;
import org.jspecify.annotations.Nullable;

/** Bytes in words: GiB rounded for reading, exact on hover. */
public final class Sizes {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  private Sizes() {}

  /** Short: three digits at most after the point, the unit that reads best. */
  public static String shortly(@Nullable Long bytes) {
    if (bytes == null) {
      return "–";
    }
    if (bytes == 0) {
      return "0 GiB";
    }
    if (bytes < MIB) {
      return "%s KiB".formatted(number(bytes / 1024.0));
    }
    if (bytes < GIB / 10) {
      return "%s MiB".formatted(number((double) bytes / MIB));
    }
    return bytes < TIB
        ? "%s GiB".formatted(number((double) bytes / GIB))
        : "%s TiB".formatted(number((double) bytes / TIB));
  }

  /** Every byte: {@code 10,737,418,240 bytes}. */
  public static String exactly(@Nullable Long bytes) {
    return bytes == null ? "" : Texts.of("size.bytes", Texts.number(bytes));
  }

  /** Bytes each second. */
  public static String speed(long bytesPerSecond) {
    return Texts.of("size.speed", shortly(bytesPerSecond));
  }

  /** The unit that a number of this size is best read in, in bytes: a power of 1024. */
  public static long unit(long bytes) {
    long unit = 1;
    while (unit < TIB && bytes / unit >= 1024) {
      unit *= 1024;
    }
    return unit;
  }

  /** In a given unit, so that numbers beside each other can be compared. */
  public static String in(long unit, long bytes) {
    String name =
        switch (Long.numberOfTrailingZeros(unit)) {
          case 0 -> Texts.of("size.unit.bytes");
          case 10 -> "KiB";
          case 20 -> "MiB";
          case 30 -> "GiB";
          default -> "TiB";
        };
    return number((double) bytes / unit) + " " + name;
  }

  /** A span with the short text and the exact one on hover. */
  public static Span span(@Nullable Long bytes) {
    Span span = new Span(shortly(bytes));
    span.getElement().setAttribute("title", exactly(bytes));
    return span;
  }

  private static String number(double value) {
    NumberFormat format = NumberFormat.getInstance(Texts.locale());
    format.setMaximumFractionDigits(value >= 100 ? 0 : value >= 10 ? 1 : 2);
    return format.format(value);
  }
}
