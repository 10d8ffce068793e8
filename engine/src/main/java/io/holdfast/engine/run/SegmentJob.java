package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.Segment;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.DataRanges;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.run.PackWriter.StoredPack;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a running backup, filled in by the threads of its chunks, each its own places.
 * When the last one is done, whoever waits for {@link #chunksDone} sees all of them.
 */
final class SegmentJob {
  private final long ordinal;
  private final ChunkGeometry geometry;
  private final DataRanges data;
  private final @Nullable ChunkId[] ids;
  private final @Nullable PackId[] packs;
  private final Set<StoredPack> newPacks = ConcurrentHashMap.newKeySet();
  private final AtomicInteger missing = new AtomicInteger();
  private final LongAdder readBytes = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private volatile Map<ChunkId, ChunkLocation> hints;
  private volatile CompletableFuture<Void> chunksDone = new CompletableFuture<>();

  /**
   * @param hints chunks that are probably here, as they were in the parent backup
   */
  SegmentJob(
      long ordinal, ChunkGeometry geometry, DataRanges data, Map<ChunkId, ChunkLocation> hints) {
    int chunkCount = geometry.chunksIn(ordinal);
    this.ordinal = ordinal;
    this.geometry = geometry;
    this.data = data;
    this.hints = hints;
    this.ids = new ChunkId[chunkCount];
    this.packs = new PackId[chunkCount];
    this.missing.set(chunkCount);
  }

  long ordinal() {
    return ordinal;
  }

  ByteRange range() {
    return geometry.segment(ordinal);
  }

  DataRanges data() {
    return data;
  }

  int chunkCount() {
    return ids.length;
  }

  boolean has(int chunk) {
    return ids[chunk] != null;
  }

  Optional<ChunkLocation> hint(ChunkId id) {
    return Optional.ofNullable(hints.get(id));
  }

  void allZero() {
    Arrays.fill(ids, ChunkId.ZERO);
    finished(ids.length);
  }

  void zero(int chunk) {
    ids[chunk] = ChunkId.ZERO;
    finished(1);
  }

  /** The chunk is in a pack that was there before. */
  void known(int chunk, ChunkId id, PackId pack) {
    ids[chunk] = id;
    packs[chunk] = pack;
    finished(1);
  }

  /** The chunk is in a pack of this run. */
  void stored(int chunk, ChunkId id, StoredPack pack) {
    newPacks.add(pack);
    known(chunk, id, pack.id());
  }

  private void finished(int chunks) {
    if (missing.addAndGet(-chunks) == 0) {
      hints = Map.of();
      chunksDone.complete(null);
    }
  }

  CompletableFuture<Void> chunksDone() {
    return chunksDone;
  }

  void countRead(long bytes) {
    readBytes.add(bytes);
  }

  void countStored(long bytes) {
    storedBytes.add(bytes);
  }

  long readBytes() {
    return readBytes.sum();
  }

  long storedBytes() {
    return storedBytes.sum();
  }

  /** Of the volume, in chunks that are not all zeros; only once the chunks are done. */
  long dataBytes() {
    long bytes = 0;
    for (int i = 0; i < ids.length; i++) {
      if (!ChunkId.ZERO.equals(ids[i])) {
        bytes += geometry.chunk(ordinal, i).lengthBytes();
      }
    }
    return bytes;
  }

  /** The packs of this run that the chunks are in. */
  Set<StoredPack> newPacks() {
    return newPacks;
  }

  /** All packs that the chunks are in. */
  Set<PackId> packs() {
    Set<PackId> all = new HashSet<>();
    for (PackId pack : packs) {
      if (pack != null) {
        all.add(pack);
      }
    }
    return all;
  }

  /** Only once the chunks are done. */
  Segment segment() {
    return new Segment(Stream.of(ids).map(Objects::requireNonNull).toList());
  }

  /**
   * Takes back the chunks that are in lost packs, so that they are done again.
   *
   * @return false if there are none
   */
  boolean takeBack(Set<PackId> lost) {
    newPacks.removeIf(pack -> lost.contains(pack.id()));
    int taken = 0;
    for (int i = 0; i < ids.length; i++) {
      PackId pack = packs[i];
      if (pack != null && lost.contains(pack)) {
        ids[i] = null;
        packs[i] = null;
        taken++;
      }
    }
    if (taken > 0) {
      missing.set(taken);
      chunksDone = new CompletableFuture<>();
    }
    return taken > 0;
  }
}
