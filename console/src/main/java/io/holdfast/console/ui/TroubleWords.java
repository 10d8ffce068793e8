package io.holdfast.console.ui;

import io.holdfast.schema.notification.Trouble;
import java.util.Objects;

/** What went wrong, in the viewer's words. */
public final class TroubleWords {

  private TroubleWords() {}

  /** {@code Repository archive is unavailable}. */
  public static String what(Trouble trouble) {
    String name = trouble.subjectName().isBlank() ? trouble.subjectId() : trouble.subjectName();
    return Texts.of("trouble." + trouble.kind().value(), name);
  }

  /** The reason; empty when none is known. */
  public static String why(Trouble trouble) {
    return Sentences.of(Objects.requireNonNullElse(trouble.detail().get("reason"), ""));
  }

  /** The page of what it happened to. */
  public static String address(Trouble trouble) {
    String page =
        switch (trouble.subjectKind()) {
          case "task" -> "tasks/";
          case "volume" -> "volumes/";
          case "policy" -> "policies/";
          case "worker" -> "workers/";
          case "backup" -> "backups/";
          default -> "repositories/";
        };
    return page + trouble.subjectId();
  }
}
