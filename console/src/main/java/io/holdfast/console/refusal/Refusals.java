package io.holdfast.console.refusal;

import io.holdfast.grid.call.GridCallException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts whatever a service can throw into words; the one place that knows foreign exceptions. */
public final class Refusals {

  private static final Set<String> DISK_FULL = Set.of("53100");

  /** A NUL in a text, and in a JSON. */
  private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

  private Refusals() {}

  /** The failure as a refusal. Of kind {@code FAILED} when nobody foresaw it: log such. */
  public static Refusal of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
      if (cause instanceof GridCallException call) {
        return ofCall(call);
      }
      if (cause instanceof SQLException database) {
        return ofDatabase(database);
      }
    }
    return Refusal.of(
        Refusal.Kind.FAILED,
        "internal-error",
        "This failed in a way that was not foreseen.",
        "Try again; if it stays so, the console's log says more.");
  }

  private static Refusal ofCall(GridCallException call) {
    return switch (call.kind()) {
      case NOT_FOUND ->
          Refusal.of(
              Refusal.Kind.NOT_FOUND,
              "gone",
              call.getMessage(),
              "Look at the list again; it may have been removed from its storage.");
      case BUSY ->
          Refusal.conflict("busy", call.getMessage(), "Wait until it is free, then try again.");
      case FULL ->
          Refusal.conflict(
              "storage-full", call.getMessage(), "Free some room on the backend, or take another.");
      case INVALID, UNSUPPORTED ->
          Refusal.invalid("not-possible", call.getMessage(), "Change the request.");
      case FAILED ->
          Refusal.of(
              Refusal.Kind.FAILED,
              "storage-failed",
              call.getMessage(),
              "Try again; if it stays so, the volume service's log says more.");
      case UNREACHABLE ->
          Refusal.unavailable(
              "unreachable",
              call.getMessage(),
              "Look whether that process runs and reaches the others, then try again.");
    };
  }

  private static Refusal ofDatabase(SQLException failure) {
    String state = failure.getSQLState();
    if (state != null && DISK_FULL.contains(state)) {
      return Refusal.unavailable(
          "database-disk-full",
          "The disk that holds the database is full, so nothing can be recorded.",
          "Free some room on it; nothing was changed by this request.");
    }
    if (state != null && NO_TEXT.contains(state)) {
      return Refusal.invalid(
          "text-invalid",
          "A text in this holds a character that no text can hold (NUL, U+0000).",
          "Leave it out.");
    }
    if (isConnectionLost(state) || failure instanceof java.sql.SQLTransientException) {
      return Refusal.unavailable(
          "database-unavailable",
          "The database cannot be reached just now.",
          "Try again in a few seconds; what runs goes on by itself once the database is back.");
    }
    return Refusal.of(
        Refusal.Kind.FAILED,
        "database-failed",
        "The database refused this in a way that was not foreseen.",
        "Try again; if it stays so, the console's log says more.");
  }

  /** Classes 08 (connection), 57P (shutdown, start) and 53300 (too many connections). */
  private static boolean isConnectionLost(@Nullable String state) {
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("53300");
  }
}
