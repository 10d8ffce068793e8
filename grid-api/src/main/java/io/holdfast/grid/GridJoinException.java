package io.holdfast.grid;

/** A process could not join the grid; the message says why and what to do. */
public final class GridJoinException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public GridJoinException(String message) {
    super(message);
  }

  public GridJoinException(String message, Throwable cause) {
    super(message, cause);
  }
}
