package io.holdfast.console.ui;

import io.holdfast.console.refusal.Refusal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody makes of a thing in a dialog, while others may change it too. */
public final class Edit {

  private Edit() {}

  /**
   * What to save; {@code null}: nothing, as it was left alone, whatever others have made of it.
   * Refuses where another has changed the same, so that neither is lost unseen.
   *
   * @param shown what it was when the dialog opened
   * @param now what it is when it is saved
   */
  public static @Nullable String of(String shown, String wanted, String now) {
    if (wanted.equals(shown)) {
      return null;
    }
    if (!now.equals(wanted)) {
      unchanged(shown, now);
    }
    return wanted;
  }

  /**
   * Refuses what is saved as a whole where another has changed any of it.
   *
   * @param shown what it was when the dialog opened
   * @param now what it is when it is saved
   */
  public static void unchanged(Object shown, Object now) {
    if (!now.equals(shown)) {
      throw Refusal.conflict(
          "changed-meanwhile",
          "Somebody else has changed the same meanwhile.",
          "Open it again to see what it is now.");
    }
  }

  /** As {@link #of}, of metadata, which are written as lines. */
  public static @Nullable Map<String, String> ofPairs(
      Map<String, String> shown, String wanted, Map<String, String> now) {
    return Optional.ofNullable(of(Pairs.lines(shown), wanted, Pairs.lines(now)))
        .map(Pairs::of)
        .orElse(null);
  }
}
