package io.holdfast.engine.seal;

/** How a frame's content is compressed; the numbers are part of the format. */
public enum Compression {
  NONE(0),
  ZSTD(1);

  final byte code;

  Compression(int code) {
    this.code = (byte) code;
  }
}
