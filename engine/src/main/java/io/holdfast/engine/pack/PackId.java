package io.holdfast.engine.pack;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Names a pack: 128 random bits, drawn anew for each pack and never used twice, since the pack's
 * key is derived from them. Fits a database's {@code uuid}, although it has no version bits.
 */
public record PackId(long high, long low) {
  public static final int BYTES = 16;

  public static PackId read(ByteBuffer from) {
    return new PackId(from.getLong(), from.getLong());
  }

  public static PackId of(UUID id) {
    return new PackId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /** Reads the 32 lower-case hexadecimal digits that {@link #toString} writes. */
  public static PackId parse(String hex) {
    if (hex.length() != 2 * BYTES || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException("not a pack id: " + hex);
    }
    return read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  public void write(ByteBuffer to) {
    to.putLong(high).putLong(low);
  }

  public UUID toUuid() {
    return new UUID(high, low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
