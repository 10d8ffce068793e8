package io.holdfast.schema;

/** The part of a list that is asked for. */
public record Slice(int offset, int limit) {

  public Slice {
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException("a slice from %d of %d entries".formatted(offset, limit));
    }
  }

  /** The first entries of a list. */
  public static Slice first(int limit) {
    return new Slice(0, limit);
  }
}
