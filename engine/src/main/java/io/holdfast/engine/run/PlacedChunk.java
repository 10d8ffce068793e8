package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.ChunkLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A chunk that is to be restored.
 *
 * @param range of the volume
 * @param place in the repository
 */
record PlacedChunk(ByteRange range, ChunkId id, ChunkLocation place) {
  /**
   * Joins those that lie side by side in one pack, so that one request reads them. Processors
   * finish chunks out of order, so neighbours in the volume are near each other in a pack, not one
   * behind the other.
   *
   * @param maxBytes of the frames of neighbours together, unless a frame alone has more
   * @return pack by pack, in the order in which the chunks first name them
   */
  static List<List<PlacedChunk>> neighbours(List<PlacedChunk> chunks, int maxBytes) {
    SequencedMap<PackId, List<PlacedChunk>> packs = new LinkedHashMap<>();
    for (PlacedChunk chunk : chunks) {
      packs.computeIfAbsent(chunk.place.pack(), _ -> new ArrayList<>()).add(chunk);
    }
    var all = new ArrayList<List<PlacedChunk>>();
    for (List<PlacedChunk> pack : packs.values()) {
      pack.sort(Comparator.comparingInt(chunk -> chunk.place.offsetBytes()));
      List<PlacedChunk> joined = new ArrayList<>();
      for (PlacedChunk chunk : pack) {
        boolean joins =
            !joined.isEmpty()
                && chunk.follows(joined.getLast())
                && chunk.place.endBytes() - joined.getFirst().place.offsetBytes() <= maxBytes;
        if (!joins) {
          joined = new ArrayList<>();
          all.add(joined);
        }
        joined.add(chunk);
      }
    }
    return all;
  }

  /** Whether it lies right behind another, or is the same, which a volume may have twice. */
  private boolean follows(PlacedChunk other) {
    return place.offsetBytes() == other.place.endBytes() || place.equals(other.place);
  }
}
