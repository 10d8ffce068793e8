package io.holdfast.console.ui;

import io.holdfast.console.refusal.Refusal;
import java.util.UUID;

/** Ids as they stand in addresses. */
public final class Ids {

  private Ids() {}

  /** The id that a text means; a text that is none means nothing that is there. */
  public static UUID parse(String what, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound(what, text.length() > 64 ? text.substring(0, 64) + "…" : text);
    }
  }
}
