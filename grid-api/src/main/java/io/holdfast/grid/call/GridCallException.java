package io.holdfast.grid.call;

import java.util.Objects;

/** A call across the grid that failed, in words for people and with a kind for programs. */
public class GridCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public GridCallException(FailureKind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public GridCallException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Why it failed. */
  public FailureKind kind() {
    return kind;
  }

  /** What failed, why, and what to do next: always there. */
  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), kind.name());
  }
}
