package io.holdfast.cli.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes in bytes as people write and read them. */
public final class Sizes implements ITypeConverter<Long> {

  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*(?:([kKmMgGtTpP])(i?[bB])?|[bB])?");
  private static final String UNITS = "KMGTP";

  /**
   * Reads {@code 10G}, {@code 10GiB}, {@code 1.5T}, {@code 4096}; K, M, G, T, P alone are powers of
   * 1024, as with most storage tools, and KB, MB … of 1000.
   */
  @Override
  public Long convert(String text) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a size; write for example 10G, 512M, 1.5TiB or a number of bytes");
    }
    BigDecimal bytes = new BigDecimal(written.group(1)).multiply(factor(written));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new TypeConversionException("'" + text + "' is more than there can be");
    }
    return bytes.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  private static BigDecimal factor(Matcher written) {
    String unit = written.group(2);
    if (unit == null) {
      return BigDecimal.ONE;
    }
    String ending = written.group(3);
    int base = "b".equalsIgnoreCase(ending) ? 1000 : 1024;
    return BigDecimal.valueOf(base).pow(UNITS.indexOf(unit.toUpperCase(Locale.ROOT)) + 1);
  }

  /** {@code 10 GiB}, {@code 1.5 TiB}, {@code 512 B}: three figures at most, units of 1024. */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, UNITS.length());
    double value = bytes / Math.pow(1024, power);
    // 1023.99 MiB would be shown as 1024 MiB; it is 1 GiB to anyone who reads it.
    if (value >= 1023.5 && power < UNITS.length()) {
      value /= 1024;
      power++;
    }
    String number = String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    return number.replaceFirst("\\.0$", "") + " " + UNITS.charAt(power - 1) + "iB";
  }

  /** A rate, in powers of 1000 as disks and networks are rated: {@code 118 MB/s}. */
  public static String rate(double bytesPerSecond) {
    return String.format(
        Locale.ROOT, bytesPerSecond < 9_950_000 ? "%.1f MB/s" : "%.0f MB/s", bytesPerSecond / 1e6);
  }
}
