package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.Segment;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.run.ReadPlan.Planned;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backup that is read like the volume it was made of, anywhere and at once: {@code segment →
 * chunk → place → frame → open → check}. Each chunk is proven before a byte of it is given out.
 * Chunks and segments that were read stay in memory for a while, within the budget.
 *
 * <p>A damaged stretch is a {@link FailureKind#CORRUPT} failure of the reads that touch it, and of
 * no others. Safe from many threads, which do the waiting themselves.
 */
public final class BackupVolume implements VolumeSource {
  /** A segment's ids and places take about this much memory. */
  private static final int PLAN_BYTES = 192 * 1024;

  /** Of the memory, for segments; at least one for each thread that reads at once. */
  private static final int PLANS_FRACTION = 8;

  private static final int MIN_CHUNKS = 4;
  private static final int MAX_AT_ONCE = 16;

  private final Manifest manifest;
  private final ChunkGeometry geometry;
  private final Workbench.Pool benches;
  private final FrameReader frames;
  private final ReadPlan plan;
  private final RecentlyRead<Long, Planned> plans;
  private final RecentlyRead<ChunkId, byte[]> chunks;
  private final BufferPool frameBuffers;

  /**
   * Opens a backup; reads nothing yet.
   *
   * @param context its memory budget bounds what all readers of this volume hold together
   */
  public BackupVolume(RunContext context, Manifest manifest) {
    Repository repository = context.repository();
    int frameBytes = FrameReader.maxFrameBytes(repository);
    int chunkBytes = repository.chunkBytes();
    long memory = context.memory().bytes();
    long bench = (long) context.processors().count() * Workbench.Pool.roomBytes(repository);
    long rest = memory - bench - memory / PLANS_FRACTION;
    // Each reader at once has a frame, a chunk that is on its way, and one that was pushed out of
    // the cache while it is still copied from.
    int atOnce = (int) Math.clamp(rest / 2 / (frameBytes + 2L * chunkBytes), 0, MAX_AT_ONCE);
    long kept = (rest - atOnce * (frameBytes + 2L * chunkBytes)) / chunkBytes;
    if (atOnce < 1 || kept < MIN_CHUNKS) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "A memory budget of %d bytes is too small to read a backup with chunks of %d bytes. Give at least 24 chunks."
              .formatted(memory, chunkBytes));
    }
    this.manifest = manifest;
    this.geometry = new ChunkGeometry(manifest.sizeBytes(), manifest.chunkBytes());
    this.benches = new Workbench.Pool(repository);
    this.frames = new FrameReader(context, benches);
    this.plan = new ReadPlan(manifest, context.index(), frames);
    this.plans =
        new RecentlyRead<>((int) Math.max(4, memory / PLANS_FRACTION / PLAN_BYTES), MAX_AT_ONCE);
    this.chunks = new RecentlyRead<>((int) Math.min(kept, 1 << 20), atOnce);
    this.frameBuffers = new BufferPool(atOnce, frameBytes);
  }

  /** What is read. */
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public long sizeBytes() {
    return manifest.sizeBytes();
  }

  /** Zero chunks are zeros; a segment that cannot be read counts as data. */
  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    List<Extent> extents = new ArrayList<>();
    long end = offsetBytes + lengthBytes;
    boolean zero = false;
    long start = offsetBytes;
    for (long at = offsetBytes; at < end; ) {
      Stretch stretch = stretchAt(at, end);
      if (stretch.zero != zero && at > start) {
        extents.add(extent(start, at, zero));
        start = at;
      }
      zero = stretch.zero;
      at = stretch.end;
    }
    extents.add(extent(start, end, zero));
    return extents;
  }

  private record Stretch(long end, boolean zero) {}

  private Stretch stretchAt(long at, long end) {
    long ordinal = at / geometry.segmentBytes();
    long segmentEnd = geometry.segment(ordinal).endBytes();
    if (manifest.segments().get((int) ordinal).isZero()) {
      return new Stretch(Math.min(end, segmentEnd), true);
    }
    Planned planned = planned(ordinal);
    if (planned.segment().isEmpty()) {
      return new Stretch(Math.min(end, segmentEnd), false);
    }
    List<ChunkId> ids = planned.segment().get().chunks();
    int first = chunkIn(ordinal, at);
    boolean zero = ids.get(first).isZero();
    int last = first;
    while (last + 1 < ids.size() && ids.get(last + 1).isZero() == zero) {
      last++;
    }
    return new Stretch(Math.min(end, geometry.chunk(ordinal, last).endBytes()), zero);
  }

  private static Extent extent(long start, long end, boolean zero) {
    return zero ? Extent.zero(start, end - start) : Extent.data(start, end - start);
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    long at = offsetBytes;
    while (into.hasRemaining()) {
      long ordinal = at / geometry.segmentBytes();
      int chunk = chunkIn(ordinal, at);
      ByteRange range = geometry.chunk(ordinal, chunk);
      int from = (int) (at - range.offsetBytes());
      int length = Math.min(into.remaining(), (int) range.lengthBytes() - from);
      ChunkId id = idOf(ordinal, chunk);
      if (id.isZero()) {
        into.put(new byte[length]);
      } else {
        into.put(content(id, ordinal, range), from, length);
      }
      at += length;
    }
  }

  private int chunkIn(long ordinal, long at) {
    return (int) ((at - ordinal * geometry.segmentBytes()) / geometry.chunkBytes());
  }

  private ChunkId idOf(long ordinal, int chunk) {
    if (manifest.segments().get((int) ordinal).isZero()) {
      return ChunkId.ZERO;
    }
    Optional<Segment> segment = planned(ordinal).segment();
    if (segment.isEmpty()) {
      plans.forget(ordinal);
      throw damaged(geometry.segment(ordinal), "The segment that lists its chunks is lost.", null);
    }
    return segment.get().chunks().get(chunk);
  }

  private Planned planned(long ordinal) {
    return plans.get(ordinal, plan::prepare);
  }

  private byte[] content(ChunkId id, long ordinal, ByteRange range) {
    byte[] content = chunks.get(id, wanted -> load(wanted, ordinal, range));
    if (content.length < range.lengthBytes()) {
      throw damaged(range, "Chunk " + id + " is too short for its place.", null);
    }
    return content;
  }

  private byte[] load(ChunkId id, long ordinal, ByteRange range) {
    byte[] frame;
    try {
      frame = frameBuffers.take();
    } catch (InterruptedException e) {
      throw RunScope.interrupted(e);
    }
    try {
      ChunkLocation place = planned(ordinal).places().get(id);
      if (place == null) {
        throw new BackupException(FailureKind.CORRUPT, "Chunk " + id + " is in no pack.");
      }
      byte[] plain = new byte[manifest.chunkBytes()];
      int length = frames.readChunk(id, place, frame, plain);
      return length == plain.length ? plain : Arrays.copyOf(plain, length);
    } catch (BackupException e) {
      // Packs may have been written anew meanwhile: the next reader asks for the places again.
      plans.forget(ordinal);
      throw e.kind() == FailureKind.CORRUPT ? damaged(range, e.getMessage(), e) : e;
    } finally {
      frameBuffers.give(frame);
    }
  }

  private BackupException damaged(ByteRange range, String why, @Nullable Throwable cause) {
    return new BackupException(
        FailureKind.CORRUPT,
        "Backup %s is damaged at %s: %s Verify it to see all that is damaged."
            .formatted(manifest.id(), range, why),
        cause);
  }

  /** Frees what it holds; reads that still run may fail. */
  @Override
  public void close() {
    benches.close();
    chunks.clear();
    plans.clear();
  }
}
