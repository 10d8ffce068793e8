package io.holdfast.console.refusal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as an answer over HTTP (RFC 9457, with {@code code} and {@code next}).
 *
 * @param body its members, in the order in which they are written
 * @param headers that go with it
 */
public record Problem(int status, Map<String, Object> body, Map<String, String> headers) {

  /** Long enough for a database to start, short enough for a person. */
  private static final String RETRY_AFTER_SECONDS = "3";

  /** The answer to a request that was refused. */
  public static Problem of(Refusal refusal, String instance) {
    int status = status(refusal);
    return of(status, title(refusal.kind()), refusal, instance);
  }

  /** As {@link #of(Refusal, String)}, for a status that no kind of refusal stands for. */
  public static Problem of(int status, String title, Refusal refusal, String instance) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("detail", refusal.detail());
    body.put("instance", instance);
    body.put("code", refusal.code());
    body.put("next", refusal.next());
    return new Problem(status, body, headers(status));
  }

  private static Map<String, String> headers(int status) {
    return switch (status) {
      case 401 -> Map.of("WWW-Authenticate", "Bearer");
      case 429, 503 -> Map.of("Retry-After", RETRY_AFTER_SECONDS);
      default -> Map.of();
    };
  }

  private static int status(Refusal refusal) {
    return switch (refusal.kind()) {
      case INVALID -> 400;
      case NOT_SIGNED_IN -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT, OVER_QUOTA -> 409;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
      case FAILED -> refusal.code().equals("storage-failed") ? 502 : 500;
    };
  }

  private static String title(Refusal.Kind kind) {
    return switch (kind) {
      case INVALID -> "The request is not valid";
      case NOT_SIGNED_IN -> "Not signed in";
      case FORBIDDEN -> "Not allowed";
      case NOT_FOUND -> "Not found";
      case CONFLICT -> "Something stands in the way";
      case OVER_QUOTA -> "Over quota";
      case TOO_MANY -> "Too many attempts";
      case UNAVAILABLE -> "Unavailable just now";
      case FAILED -> "It failed";
    };
  }
}
