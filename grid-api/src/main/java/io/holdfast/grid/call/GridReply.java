package io.holdfast.grid.call;

import org.jspecify.annotations.Nullable;

/** What comes back from a call: a value, or a failure in words. */
final class GridReply {

  private final @Nullable Object value;
  private final @Nullable FailureKind failure;
  private final @Nullable String message;

  private GridReply(
      @Nullable Object value, @Nullable FailureKind failure, @Nullable String message) {
    this.value = value;
    this.failure = failure;
    this.message = message;
  }

  static GridReply success(@Nullable Object value) {
    return new GridReply(value, null, null);
  }

  static GridReply failure(FailureKind kind, String message) {
    return new GridReply(null, kind, message);
  }

  /** What the call returned; {@code null} from one that returns nothing, and after a failure. */
  @Nullable Object value() {
    return value;
  }

  /** Why it failed; {@code null} after a success. */
  @Nullable FailureKind failure() {
    return failure;
  }

  String message() {
    return message == null ? "" : message;
  }
}
