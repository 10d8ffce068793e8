package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackBuilder;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackFormat;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.PackLife.PackSize;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is needed of mostly unneeded packs into new packs. From the moment that the index has
 * a new pack, the copies in the old ones do not count any more (see {@link PackLife#holding}), so
 * the old ones go the way of every unneeded pack. Stopped anywhere, it leaves two copies.
 *
 * <p>Every frame is proven before it is copied; one that is damaged stays where it is.
 *
 * @see "docs/decisions/012-compacting.md"
 */
final class Compaction {
  private static final Logger log = LoggerFactory.getLogger(Compaction.class);
  private static final int PACK_BYTES = 16 * 1024 * 1024;

  private final RunContext context;
  private final Repository repository;
  private final PackLife life;
  private final Workbench.Pool benches;
  private final FrameReader frames;
  private final byte[] room;
  private final byte[] frame;
  private final byte[] plain;
  private final List<PackSize> copied = new ArrayList<>();
  private @Nullable PackBuilder open;
  private long rewrittenPacks;
  private long rewrittenBytes;

  Compaction(RunContext context, PackLife life, Workbench.Pool benches) {
    this.context = context;
    this.repository = context.repository();
    this.life = life;
    this.benches = benches;
    this.frames = new FrameReader(context, benches);
    int largest = Math.max(repository.chunkBytes(), FrameReader.MAX_SEGMENT_BYTES);
    int packBytes = Math.max(PackBuilder.minPackBytes(largest), PACK_BYTES);
    this.room = new byte[Math.min(packBytes, PackFormat.MAX_PACK_BYTES)];
    this.frame = new byte[FrameCodec.maxFrameBytes(largest)];
    this.plain = new byte[largest];
  }

  /** A pack of which only some frames are needed. */
  record Victim(PackSize pack, NeededFrames needed) {}

  void rewrite(List<Victim> victims) {
    for (PackKind kind : PackKind.values()) {
      for (Victim victim : victims) {
        if (victim.pack.kind() == kind && copy(victim)) {
          copied.add(victim.pack);
        }
      }
      store();
    }
  }

  long rewrittenPacks() {
    return rewrittenPacks;
  }

  long rewrittenBytes() {
    return rewrittenBytes;
  }

  /** Returns whether all that is needed of the pack is in new ones, or on its way there. */
  private boolean copy(Victim victim) {
    PackSize pack = victim.pack;
    try {
      for (PackEntry entry : context.index().entries(pack.pack())) {
        if (victim.needed.contains(entry.offsetBytes())) {
          context.cancellation().throwIfRequested();
          copy(entry.id(), ChunkLocation.of(pack.pack(), pack.kind(), entry));
        }
      }
      return true;
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      log.warn("Not compacted, as it is damaged pack={} reason={}", pack.pack(), e.getMessage());
      return false;
    }
  }

  private void copy(ChunkId id, ChunkLocation place) {
    int length = frames.readOnce(id, place, frame, plain);
    if (!compute(bench -> write(bench, id, place.kind(), length))) {
      store();
      if (!compute(bench -> write(bench, id, place.kind(), length))) {
        throw new IllegalStateException("an empty pack has no room for chunk " + id);
      }
    }
  }

  private <T> T compute(Function<Workbench, T> work) {
    return RunScope.await(context.processors().submit(() -> benches.use(work)));
  }

  private boolean write(Workbench bench, ChunkId id, PackKind kind, int length) {
    int packed = bench.codec().compress(plain, length, bench.room());
    Content content =
        packed > 0
            ? new Content(bench.room(), packed, length, Compression.ZSTD)
            : new Content(plain, length, length, Compression.NONE);
    PackBuilder pack = open;
    if (pack == null) {
      pack = repository.packs().begin(kind, room);
      open = pack;
    }
    var place = pack.reserve(id, content.length(), length);
    if (place.isEmpty()) {
      return false;
    }
    pack.seal(bench.codec(), place.get(), content);
    return true;
  }

  /** Makes the open pack known; the packs whose last copies are in it are unneeded from then on. */
  private void store() {
    PackBuilder pack = open;
    if (pack != null) {
      ByteBuffer bytes = compute(bench -> pack.finish(bench.codec()));
      long size = bytes.remaining();
      repository.packs().store(pack.id(), pack.kind(), bytes);
      open = null;
      if (!context.index().add(pack.id(), pack.kind(), pack.entries(), size)) {
        // Another reclaim took the new pack for forgotten: what it holds lies where it was.
        log.info("Compacted in vain pack={}", pack.id());
        copied.clear();
        return;
      }
      rewrittenBytes += size;
    }
    if (!copied.isEmpty()) {
      life.tombstone(copied);
      rewrittenPacks += copied.size();
      copied.clear();
    }
  }
}
