package io.holdfast.engine.seal;

/** What a frame holds; bound into its seal, so that none passes for another. */
public enum FrameKind {
  CHUNK(1),
  SEGMENT(2),
  INDEX(3),
  MANIFEST(4);

  final byte code;

  FrameKind(int code) {
    this.code = (byte) code;
  }
}
