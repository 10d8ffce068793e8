package io.holdfast.schema;

/**
 * What a list is ordered by, and which way. Entries that are equal by it are ordered by their id.
 */
public record Order<S extends Enum<S>>(S by, boolean descending) {

  public static <S extends Enum<S>> Order<S> ascending(S by) {
    return new Order<>(by, false);
  }

  public static <S extends Enum<S>> Order<S> descending(S by) {
    return new Order<>(by, true);
  }
}
