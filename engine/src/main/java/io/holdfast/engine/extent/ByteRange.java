package io.holdfast.engine.extent;

/**
 * A stretch of a volume.
 *
 * @param offsetBytes from the volume's start, not negative
 * @param lengthBytes greater than zero
 */
public record ByteRange(long offsetBytes, long lengthBytes) {
  public ByteRange {
    if (offsetBytes < 0 || lengthBytes <= 0 || offsetBytes + lengthBytes < 0) {
      throw new IllegalArgumentException(
          "not a byte range: offset " + offsetBytes + ", length " + lengthBytes);
    }
  }

  /** The first byte behind the range. */
  public long endBytes() {
    return offsetBytes + lengthBytes;
  }

  /** As people are told it: first and last byte. */
  @Override
  public String toString() {
    return "bytes " + offsetBytes + " to " + (endBytes() - 1);
  }
}
