package io.holdfast.console.api;

import io.holdfast.console.refusal.Refusal;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads words and ids of a request, and refuses those that are none. */
final class Words {

  private Words() {}

  /** Parses a comma-separated list of words; {@code null} and blank mean none. */
  static <E extends Enum<E>> E[] list(
      @Nullable String text, E[] all, Function<E, String> word, String what) {
    String[] wanted = text == null || text.isBlank() ? new String[0] : text.strip().split(",");
    return Arrays.stream(wanted)
        .map(one -> one(one.strip(), all, word, what))
        .toArray(size -> Arrays.copyOf(all, size));
  }

  /** Parses one word. */
  static <E extends Enum<E>> E one(
      @Nullable String text, E[] all, Function<E, String> word, String what) {
    return Arrays.stream(all)
        .filter(candidate -> word.apply(candidate).equals(text))
        .findFirst()
        .orElseThrow(() ->
            Refusal.invalid(
                what + "-unknown",
                text == null
                    ? "The %s is missing.".formatted(what)
                    : "'%s' is no %s.".formatted(text, what),
                "Give one of: %s."
                    .formatted(String.join(", ", Arrays.stream(all).map(word).toList()))));
  }

  /** An id that must be there. */
  static UUID id(@Nullable String text, String what) {
    UUID id = optionalId(text, what);
    if (id == null) {
      throw Refusal.invalid(
          "id-missing", "The %s is missing.".formatted(what), "Send it as a UUID.");
    }
    return id;
  }

  /** An id that may be absent. */
  static @Nullable UUID optionalId(@Nullable String text, String what) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(
          "id-invalid",
          "'%s' is no %s.".formatted(text, what),
          "Ids are UUIDs; look it up by name.");
    }
  }
}
