package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackBuilder;
import io.holdfast.engine.pack.PackBuilder.Place;
import io.holdfast.engine.pack.PackFormat;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.repository.Packs;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores finished segments, those that are not known yet, together in one pack. */
final class SegmentStore {
  private static final int MAX_ATTEMPTS = 3;

  private final Packs packs;
  private final ChunkIndex index;
  private final Processors processors;
  private final Workbench.Pool benches;

  SegmentStore(RunContext context, Workbench.Pool benches) {
    this.packs = context.repository().packs();
    this.index = context.index();
    this.processors = context.processors();
    this.benches = benches;
  }

  /**
   * @param ids of the segments, in the order asked
   * @param packs that hold them
   */
  record Stored(List<ChunkId> ids, Set<PackId> packs) {}

  private record Encoded(ChunkId id, byte[] bytes, SegmentJob job) {}

  Stored store(List<SegmentJob> jobs) {
    List<Encoded> encoded =
        RunScope.await(
            processors.submit(
                () -> benches.use(b -> jobs.stream().map(job -> encode(b, job)).toList())));
    List<ChunkId> ids = encoded.stream().map(Encoded::id).toList();
    Map<ChunkId, Encoded> missing = new HashMap<>();
    encoded.forEach(segment -> missing.putIfAbsent(segment.id, segment));
    missing.remove(ChunkId.ZERO);
    Set<PackId> used = new HashSet<>();
    if (!missing.isEmpty()) {
      Map<ChunkId, ChunkLocation> known = index.find(missing.keySet());
      known.values().forEach(place -> used.add(place.pack()));
      missing.keySet().removeAll(known.keySet());
    }
    if (!missing.isEmpty()) {
      used.add(storeNew(List.copyOf(missing.values())));
    }
    return new Stored(ids, used);
  }

  private static Encoded encode(Workbench bench, SegmentJob job) {
    if (job.segment().isZero()) {
      return new Encoded(ChunkId.ZERO, new byte[0], job);
    }
    byte[] bytes = job.segment().encode();
    return new Encoded(bench.segmentHasher().hash(bytes, 0, bytes.length), bytes, job);
  }

  private PackId storeNew(List<Encoded> segments) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      int bytes = segments.size() * PackBuilder.minPackBytes(FrameReader.MAX_SEGMENT_BYTES);
      byte[] room = new byte[Math.min(bytes, PackFormat.MAX_PACK_BYTES)];
      PackBuilder pack = packs.begin(PackKind.META, room);
      ByteBuffer finished =
          RunScope.await(processors.submit(() -> benches.use(b -> fill(b, pack, segments))));
      long packBytes = finished.remaining();
      packs.store(pack.id(), PackKind.META, finished);
      // Lost only if two marks and a reclaim passed since the line above: then once more.
      if (index.add(pack.id(), PackKind.META, pack.entries(), packBytes)) {
        return pack.id();
      }
    }
    throw new BackupException(
        FailureKind.RETRYABLE,
        "Reclaiming removed each of "
            + MAX_ATTEMPTS
            + " packs of segments before it could be recorded. Run fewer reclaims at a time.");
  }

  private static ByteBuffer fill(Workbench bench, PackBuilder pack, List<Encoded> segments) {
    FrameCodec codec = bench.codec();
    for (Encoded segment : segments) {
      byte[] bytes = segment.bytes;
      int packed = codec.compress(bytes, bytes.length, bench.room());
      Content content =
          packed > 0
              ? new Content(bench.room(), packed, bytes.length, Compression.ZSTD)
              : new Content(bytes, bytes.length, bytes.length, Compression.NONE);
      Place place = pack.reserve(segment.id, content.length(), bytes.length).orElseThrow();
      pack.seal(codec, place, content);
      segment.job.countStored(FrameCodec.maxFrameBytes(content.length()));
    }
    return pack.finish(codec);
  }
}
