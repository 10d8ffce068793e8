package io.holdfast.engine.run;

/** How a restore treats what the target holds already. The result is the same for all. */
public enum RestoreMode {
  /** Writes every chunk, and zeros where the backup has zeros. */
  EVERYTHING,
  /** Reads the target first, and writes only the chunks that differ. */
  DIFFERENCES,
  /** The target is known to read as zeros (a new volume): zeros are not written. */
  INTO_ZEROS
}
