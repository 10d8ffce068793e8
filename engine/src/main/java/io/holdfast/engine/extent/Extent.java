package io.holdfast.engine.extent;

/** A stretch of a volume and whether anything but zeros can be in it. */
public record Extent(ByteRange range, Content content) {
  /** {@code ZERO} is a promise that the stretch reads as zeros; {@code DATA} promises nothing. */
  public enum Content {
    DATA,
    ZERO
  }

  public static Extent data(long offsetBytes, long lengthBytes) {
    return new Extent(new ByteRange(offsetBytes, lengthBytes), Content.DATA);
  }

  public static Extent zero(long offsetBytes, long lengthBytes) {
    return new Extent(new ByteRange(offsetBytes, lengthBytes), Content.ZERO);
  }
}
