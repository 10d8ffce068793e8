package io.holdfast.cli.output;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * One JSON object as a list of its fields, for people: sizes and moments readable, names spelt out.
 */
public final class Details {

  private Details() {}

  /** A line for each field that has a value, in the order of the object. */
  public static String text(JsonNode object) {
    List<String[]> lines = new ArrayList<>();
    object
        .properties()
        .forEach(field -> {
          String value = value(field.getKey(), field.getValue());
          if (!value.isEmpty()) {
            lines.add(new String[] {label(field.getKey()), value});
          }
        });
    int width = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    lines.forEach(line ->
        text.append(line[0])
            .append(" ".repeat(width - line[0].length() + 2))
            .append(Table.printable(line[1]))
            .append('\n'));
    return text.toString();
  }

  /** {@code dataTimestamp} becomes {@code data timestamp}, {@code sizeBytes} {@code size}. */
  static String label(String field) {
    return field
        .replaceFirst("(Bytes|^bytes)$", "")
        .replaceFirst("^bytes(?=[A-Z])", "")
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .toLowerCase(Locale.ROOT)
        .strip();
  }

  private static String value(String field, JsonNode value) {
    if (value.isNull() || value.isMissingNode() || (value.isContainer() && value.isEmpty())) {
      return "";
    }
    if (value.isNumber() && field.equals("bytesPerSecond")) {
      return Sizes.rate(value.asDouble());
    }
    if (value.isIntegralNumber() && (field.endsWith("Bytes") || field.startsWith("bytes"))) {
      return Sizes.text(value.asLong()) + " (" + value.asLong() + " bytes)";
    }
    if (value.isString() && field.matches(".*(At|Timestamp)")) {
      try {
        return Text.moment(Instant.parse(value.asString()));
      } catch (DateTimeParseException e) {
        return value.asString();
      }
    }
    if (value.isObject()) {
      return String.join(
          ", ",
          value.properties().stream()
              .map(entry ->
                  entry.getKey() + "=" + entry.getValue().asString(entry.getValue().toString()))
              .toList());
    }
    return value.isValueNode() ? value.asString() : value.toString();
  }
}
