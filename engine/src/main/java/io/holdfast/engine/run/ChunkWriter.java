package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.ZeroTest;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.run.PackWriter.StoredPack;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes one chunk from the volume into the repository: read, id, known? compress, seal, pack. Each
 * call runs on a virtual thread of its own; many run at once.
 */
final class ChunkWriter {
  private final VolumeSource source;
  private final Processors processors;
  private final Workbench.Pool benches;
  private final BufferPool buffers;
  private final Lookups lookups;
  private final PackWriter packs;
  private final ProgressMeter meter;

  /** Chunks that a thread of this run is looking for or storing; others wait for its answer. */
  private final Map<ChunkId, CompletableFuture<Home>> claimed = new ConcurrentHashMap<>();

  /** The pack that a chunk is in: one from before, or one of this run. */
  private sealed interface Home {
    record Known(PackId pack) implements Home {}

    record New(StoredPack pack) implements Home {}
  }

  ChunkWriter(
      RunContext context,
      RunScope scope,
      VolumeSource source,
      Workbench.Pool benches,
      BufferPool buffers,
      BufferSizes sizes,
      ProgressMeter meter) {
    this.meter = meter;
    this.source = source;
    this.processors = context.processors();
    this.benches = benches;
    this.buffers = buffers;
    this.lookups = new Lookups(context.index(), scope, Math.max(1, sizes.chunkCount() / 4));
    this.packs = new PackWriter(context, benches, scope, sizes, this::release);
  }

  PackWriter packs() {
    return packs;
  }

  /**
   * @param data the parts of {@code range} to read; the rest is zeros
   * @param buffer taken for this chunk; given back here
   */
  void write(SegmentJob job, int chunk, ByteRange range, List<ByteRange> data, byte[] buffer)
      throws InterruptedException {
    int length = (int) range.lengthBytes();
    lookups.comes();
    read(job, range, data, buffer);
    ChunkId id = RunScope.await(processors.submit(() -> identify(buffer, length)));
    if (id.isZero()) {
      lookups.comesNot();
      buffers.give(buffer);
      job.zero(chunk);
      return;
    }
    Optional<ChunkLocation> hint = job.hint(id);
    if (hint.isPresent()) {
      lookups.comesNot();
      buffers.give(buffer);
      job.known(chunk, id, hint.get().pack());
      return;
    }
    switch (home(job, id, buffer, length)) {
      case Home.Known(PackId pack) -> job.known(chunk, id, pack);
      case Home.New(StoredPack pack) -> job.stored(chunk, id, pack);
    }
  }

  private void read(SegmentJob job, ByteRange range, List<ByteRange> data, byte[] buffer) {
    int filled = 0;
    for (ByteRange part : data) {
      int from = (int) (part.offsetBytes() - range.offsetBytes());
      int length = (int) part.lengthBytes();
      Arrays.fill(buffer, filled, from, (byte) 0);
      source.read(part.offsetBytes(), ByteBuffer.wrap(buffer, from, length));
      job.countRead(length);
      meter.read(length);
      filled = from + length;
    }
    Arrays.fill(buffer, filled, (int) range.lengthBytes(), (byte) 0);
  }

  private ChunkId identify(byte[] buffer, int length) {
    return ZeroTest.isZero(buffer, 0, length)
        ? ChunkId.ZERO
        : benches.use(bench -> bench.chunkHasher().hash(buffer, 0, length));
  }

  private Home home(SegmentJob job, ChunkId id, byte[] buffer, int length)
      throws InterruptedException {
    var mine = new CompletableFuture<Home>();
    CompletableFuture<Home> others = claimed.putIfAbsent(id, mine);
    if (others != null) {
      lookups.comesNot();
      buffers.give(buffer);
      return RunScope.await(others);
    }
    Optional<ChunkLocation> known = lookups.find(id);
    if (known.isPresent()) {
      buffers.give(buffer);
      var home = new Home.Known(known.get().pack());
      mine.complete(home);
      claimed.remove(id);
      return home;
    }
    var home = new Home.New(store(job, id, buffer, length));
    mine.complete(home);
    return home;
  }

  /** What became of a chunk whose pack may have had no room. */
  private record Attempt(Content content, Optional<StoredPack> pack) {}

  private StoredPack store(SegmentJob job, ChunkId id, byte[] buffer, int length)
      throws InterruptedException {
    Attempt attempt =
        RunScope.await(processors.submit(() -> benches.use(b -> compress(b, id, buffer, length))));
    Content content = attempt.content;
    Optional<StoredPack> pack = attempt.pack;
    while (pack.isEmpty()) {
      packs.awaitRoom();
      pack =
          RunScope.await(
              processors.submit(() -> benches.use(b -> packs.tryWrite(b.codec(), id, content))));
    }
    buffers.give(buffer);
    int stored = FrameCodec.maxFrameBytes(content.length());
    job.countStored(stored);
    meter.stored(stored);
    return pack.get();
  }

  private Attempt compress(Workbench bench, ChunkId id, byte[] buffer, int length) {
    int compressed = bench.codec().compress(buffer, length, bench.room());
    if (compressed == 0) {
      var content = new Content(buffer, length, length, Compression.NONE);
      return new Attempt(content, packs.tryWrite(bench.codec(), id, content));
    }
    var content = new Content(bench.room(), compressed, length, Compression.ZSTD);
    Optional<StoredPack> pack = packs.tryWrite(bench.codec(), id, content);
    if (pack.isPresent()) {
      return new Attempt(content, pack);
    }
    // The repository is slower than we are: keep the result where the chunk was, for later.
    System.arraycopy(bench.room(), 0, buffer, 0, compressed);
    return new Attempt(new Content(buffer, compressed, length, Compression.ZSTD), pack);
  }

  /** From now on the index answers for the chunks of this pack. */
  private void release(StoredPack pack) {
    pack.entries().forEach(entry -> claimed.remove(entry.id()));
  }
}
