package io.holdfast.engine.record;

import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;

/**
 * Where a frame lies.
 *
 * @param offsetBytes of the frame from the start of its pack
 * @param storedBytes of the whole frame
 * @param plainBytes of its content when opened
 */
public record ChunkLocation(
    PackId pack, PackKind kind, int offsetBytes, int storedBytes, int plainBytes) {

  /** Where the next frame starts. */
  public int endBytes() {
    return offsetBytes + storedBytes;
  }

  public static ChunkLocation of(PackId pack, PackKind kind, PackEntry entry) {
    return new ChunkLocation(
        pack, kind, entry.offsetBytes(), entry.storedBytes(), entry.plainBytes());
  }
}
