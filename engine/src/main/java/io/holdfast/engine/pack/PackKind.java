package io.holdfast.engine.pack;

/** What a pack holds, which decides the folder it lies in. */
public enum PackKind {
  /** Chunks of volumes, under {@code packs/}. */
  DATA,
  /** Segments, under {@code meta/}. */
  META
}
