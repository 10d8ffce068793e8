package io.holdfast.console.refusal;

import io.holdfast.schema.task.Prioritizing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people and programs may send: each check gives the value back or refuses it in words. Markup
 * needs no check, since every value is only ever shown as text.
 */
public final class Input {

  public static final int NAME_LENGTH = 255;
  public static final int DESCRIPTION_LENGTH = 1000;
  public static final int METADATA_PAIRS = 64;
  public static final int PAGE_LIMIT = 1000;
  public static final int DEFAULT_PAGE = 100;
  private static final long SECTOR = 512;

  /** 1 PiB: larger than any device that a request could mean. */
  private static final long LARGEST_VOLUME = 1L << 50;

  private Input() {}

  /** A name that must be there: 1 to 255 characters, no control characters, no blank ends. */
  public static String name(@Nullable String value, String what) {
    String name = optionalName(value, what);
    if (name.isEmpty()) {
      throw Refusal.invalid(
          "name-missing", "The %s is missing.".formatted(what), "Give it 1 to 255 characters.");
    }
    return name;
  }

  /** A name that may be absent, which is the empty one. */
  public static String optionalName(@Nullable String value, String what) {
    String name = value == null ? "" : value.strip();
    if (name.codePointCount(0, name.length()) > NAME_LENGTH) {
      throw tooLong(what, name, NAME_LENGTH);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw controlCharacters(what);
    }
    return name;
  }

  /**
   * A description: at most 1000 characters; line breaks are allowed, no other control characters.
   */
  public static String description(@Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.codePointCount(0, text.length()) > DESCRIPTION_LENGTH) {
      throw tooLong("description", text, DESCRIPTION_LENGTH);
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw controlCharacters("description");
    }
    return text;
  }

  /** Metadata: at most 64 pairs of texts of at most 255 characters. */
  public static Map<String, String> metadata(@Nullable Map<String, String> pairs) {
    if (pairs == null) {
      return Map.of();
    }
    if (pairs.size() > METADATA_PAIRS) {
      throw Refusal.invalid(
          "too-much-metadata",
          "There are %d metadata entries, more than %d.".formatted(pairs.size(), METADATA_PAIRS),
          "Leave some out.");
    }
    pairs.forEach((key, value) -> {
      name(key, "name of a metadata entry");
      if (value == null) {
        throw Refusal.invalid(
            "metadata-without-value",
            "The metadata entry '%s' has no value.".formatted(key),
            "Give it a text, which may be empty, or leave the entry out.");
      }
      optionalName(value, "value of the metadata entry '" + key + "'");
    });
    return Map.copyOf(pairs);
  }

  /** A volume's size: positive, a multiple of 512, at most 1 PiB. */
  public static long volumeSize(@Nullable Long sizeBytes) {
    if (sizeBytes == null) {
      throw Refusal.invalid(
          "size-missing", "The size is missing.", "Give sizeBytes, a multiple of 512.");
    }
    if (sizeBytes <= 0 || sizeBytes % SECTOR != 0) {
      throw Refusal.invalid(
          "size-invalid",
          "A volume cannot have %d bytes.".formatted(sizeBytes),
          "Give a positive multiple of 512 bytes.");
    }
    if (sizeBytes > LARGEST_VOLUME) {
      throw Refusal.invalid(
          "size-too-large",
          "A volume of %d bytes is larger than 1 PiB.".formatted(sizeBytes),
          "Give a smaller size.");
    }
    return sizeBytes;
  }

  /** The smallest volume that holds so many bytes: found volumes may have any size. */
  public static long wholeSectors(long bytes) {
    return Math.ceilDiv(bytes, SECTOR) * SECTOR;
  }

  private static Refusal tooLong(String what, String value, int limit) {
    return Refusal.invalid(
        "too-long",
        "The %s has %d characters, more than %d."
            .formatted(what, value.codePointCount(0, value.length()), limit),
        "Shorten it.");
  }

  private static Refusal controlCharacters(String what) {
    return Refusal.invalid(
        "control-characters",
        "The %s contains control characters.".formatted(what),
        "Leave out line breaks, tabs and other characters that cannot be seen.");
  }

  /** A task's place before or behind others: 1 goes first, 9 last. */
  public static int priority(@Nullable Integer priority) {
    if (priority == null || priority < Prioritizing.FIRST || priority > Prioritizing.LAST) {
      throw Refusal.invalid(
          "priority-invalid",
          "The priority is not a number from 1 to 9.",
          "Give 1 for what is to go first, 9 for what may go last.");
    }
    return priority;
  }

  /** A share from 1 to 100; {@code null} stays. */
  public static @Nullable Integer percent(@Nullable Integer percent) {
    if (percent != null && (percent < 1 || percent > 100)) {
      throw Refusal.invalid(
          "percent-invalid",
          "A sample of %d percent cannot be taken.".formatted(percent),
          "Give 1 to 100, or nothing for everything.");
    }
    return percent;
  }
}
