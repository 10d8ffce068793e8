package io.holdfast.console.ui;

import io.holdfast.console.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Metadata as people write it: one {@code name = value} on each line. */
public final class Pairs {

  private Pairs() {}

  public static String lines(Map<String, String> pairs) {
    return String.join(
        "\n",
        new TreeMap<>(pairs)
            .entrySet().stream().map(pair -> pair.getKey() + " = " + pair.getValue()).toList());
  }

  /** Reads lines, and refuses one that is no pair. */
  public static Map<String, String> of(String lines) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : lines.lines().filter(it -> !it.isBlank()).toList()) {
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw Refusal.invalid(
            "metadata-line",
            "The line '%s' is not of the form name = value."
                .formatted(line.length() > 60 ? line.substring(0, 60) + "…" : line),
            "Write one pair on each line, such as: purpose = before upgrade.");
      }
      pairs.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
    }
    return pairs;
  }
}
