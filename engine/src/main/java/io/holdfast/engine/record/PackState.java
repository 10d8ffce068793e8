package io.holdfast.engine.record;

/** The life of a pack. Only the step from tombstoned back to live goes backwards. */
public enum PackState {
  /** Its chunks may be referred to. */
  LIVE,
  /** A mark found no reference. Its chunks may still be referred to, which makes it live again. */
  TOMBSTONED,
  /** The point of no return: its chunks are no longer found, its object is being removed. */
  DELETING,
  /** The object is removed; the same as a pack never heard of. */
  GONE
}
