package io.holdfast.nbd;

/**
 * Sizes that requests to an export must or should keep to.
 *
 * @param minimum offsets and lengths are multiples of it, save for what reaches the end of the
 *     export; a power of two
 * @param preferred multiples of it are quick
 * @param maximum a read or write is at most this long
 */
public record BlockSizes(int minimum, int preferred, int maximum) {

  /** What holds by custom where a server says nothing. */
  public static final BlockSizes UNSTATED = new BlockSizes(1, 4096, 32 << 20);

  public BlockSizes {
    if (minimum < 1 || Integer.bitCount(minimum) != 1) {
      throw new IllegalArgumentException(
          "Minimum block size %d is no power of two".formatted(minimum));
    }
    if (preferred < minimum || maximum < minimum) {
      throw new IllegalArgumentException(
          "Block sizes %d preferred, %d maximum are below the minimum %d"
              .formatted(preferred, maximum, minimum));
    }
  }
}
