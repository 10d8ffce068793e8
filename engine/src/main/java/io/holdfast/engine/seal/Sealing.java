package io.holdfast.engine.seal;

/** How a frame is protected; the numbers are part of the format. */
public enum Sealing {
  /** Not encrypted: a CRC-32C shows damage, and nothing shows a forgery. */
  CRC32C(0, 4),
  AES_256_GCM(1, 16);

  final byte code;
  final int tagBytes;

  Sealing(int code, int tagBytes) {
    this.code = (byte) code;
    this.tagBytes = tagBytes;
  }
}
