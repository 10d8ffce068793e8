package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.Segment;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameKind;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads chunks and segments and proves them: what it returns has the id that was asked for. What is
 * found damaged, by whatever run, leaves the index, so that the next backup that meets the content
 * stores it anew; before anything is given up for lost, it is looked for where it was once damaged.
 * Waits for the repository on the calling thread and computes on the processors.
 */
final class FrameReader {
  private static final Logger log = LoggerFactory.getLogger(FrameReader.class);

  /** A bit may flip on the way here as well. */
  private static final int TRIES_BEFORE_DAMAGE = 2;

  /** In the place of a length: nothing is intact. */
  static final int LOST = -1;

  static final int MAX_SEGMENT_BYTES = ChunkGeometry.CHUNKS_PER_SEGMENT * ChunkId.BYTES;

  private final Repository repository;
  private final ChunkIndex index;
  private final Processors processors;
  private final Workbench.Pool benches;

  FrameReader(RunContext context, Workbench.Pool benches) {
    this.repository = context.repository();
    this.index = context.index();
    this.processors = context.processors();
    this.benches = benches;
  }

  /** The room that the largest frame of this repository needs. */
  static int maxFrameBytes(Repository repository) {
    return FrameCodec.maxFrameBytes(repository.chunkBytes());
  }

  /**
   * Reads a chunk. If it is damaged there, the index is asked for all places that hold it, and the
   * first one that has it intact is read; those before it are forgotten, as {@link #prove} does.
   *
   * @param frame room for the frame
   * @param plain takes the content
   * @return the content's length
   * @throws BackupException {@link FailureKind#CORRUPT} if no place has it intact
   */
  int readChunk(ChunkId id, ChunkLocation place, byte[] frame, byte[] plain) {
    try {
      return readOnce(id, place, frame, plain);
    } catch (BackupException e) {
      requireCorrupt(e);
      return look(id, false, frame, plain).orElseThrow(() -> e);
    }
  }

  /**
   * Reads the frames of chunks that lie side by side in one pack by one request.
   *
   * @param frames room for all of them
   * @return whether the pack has them whole
   */
  boolean readNeighbours(List<PlacedChunk> chunks, byte[] frames) {
    ChunkLocation first = chunks.getFirst().place();
    int bytes = chunks.getLast().place().endBytes() - first.offsetBytes();
    try {
      repository.packs().readFrames(first.pack(), first.kind(), first.offsetBytes(), bytes, frames);
      return true;
    } catch (BackupException e) {
      requireCorrupt(e);
      return false;
    }
  }

  /**
   * Opens one of the chunks that {@link #readNeighbours} has read.
   *
   * @param first of them
   * @param plain takes the content
   * @return the content's length, later; {@link #LOST} if it is damaged there
   */
  CompletableFuture<Integer> openNeighbour(
      PlacedChunk first, PlacedChunk chunk, byte[] frames, byte[] plain) {
    ChunkLocation place = chunk.place();
    int start = place.offsetBytes() - first.place().offsetBytes();
    ByteBuffer frame = ByteBuffer.wrap(frames, start, place.storedBytes());
    return processors.submit(() -> {
      try {
        return benches.use(bench -> open(bench, chunk.id(), place, frame, plain));
      } catch (BackupException e) {
        requireCorrupt(e);
        return LOST;
      }
    });
  }

  /** Reads a chunk that is damaged where it was looked for from another place, or {@link #LOST}. */
  int readElsewhere(ChunkId id, byte[] frame, byte[] plain) {
    return look(id, false, frame, plain).orElse(LOST);
  }

  static void requireCorrupt(BackupException e) {
    if (e.kind() != FailureKind.CORRUPT) {
      throw e;
    }
  }

  /**
   * Whether some place still has a chunk or segment intact; looks at all. Places that have not, in
   * two tries, are forgotten by the index, so that the next backup that meets the content stores it
   * again.
   */
  boolean prove(ChunkId id, byte[] frame, byte[] plain) {
    return look(id, true, frame, plain).isPresent();
  }

  /**
   * Looks at all places, or until one is intact.
   *
   * @return the content's length; unless all were looked at, {@code plain} has it
   */
  private OptionalInt look(ChunkId id, boolean all, byte[] frame, byte[] plain) {
    Set<ChunkLocation> looked = new HashSet<>();
    OptionalInt intact = OptionalInt.empty();
    boolean news = true;
    // A pack that was compacted and removed meanwhile leaves its chunks in one added since.
    while (news && intact.isEmpty()) {
      news = false;
      for (ChunkLocation place : index.findAll(id)) {
        if (looked.add(place) && (all || intact.isEmpty())) {
          news = true;
          OptionalInt length = provenAt(id, place, frame, plain);
          intact = length.isPresent() ? length : intact;
        }
      }
    }
    return intact.isPresent()
        ? intact
        : mended(id).map(place -> readTwice(id, place, frame, plain)).orElse(OptionalInt.empty());
  }

  /** A place where a chunk or segment was found damaged before, and is intact now. */
  Optional<ChunkLocation> mended(ChunkId id) {
    for (ChunkLocation place : index.forgotten(id)) {
      if (isIntact(id, place, new byte[place.storedBytes()], new byte[place.plainBytes()])) {
        log.info("Intact again in the repository: id={} pack={}", id, place.pack());
        index.remember(place.pack(), id);
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** As {@link #prove}, for one place only. */
  boolean proveAt(PackId pack, PackKind kind, PackEntry entry, byte[] frame, byte[] plain) {
    return provenAt(entry.id(), ChunkLocation.of(pack, kind, entry), frame, plain).isPresent();
  }

  private OptionalInt provenAt(ChunkId id, ChunkLocation place, byte[] frame, byte[] plain) {
    OptionalInt length = readTwice(id, place, frame, plain);
    if (length.isEmpty()) {
      log.warn("Damaged in the repository: id={} pack={} place={}", id, place.pack(), place);
      index.forget(place.pack(), List.of(id));
    }
    return length;
  }

  /** Whether a chunk is intact at one place, in two tries. */
  boolean isIntact(ChunkId id, ChunkLocation place, byte[] frame, byte[] plain) {
    return readTwice(id, place, frame, plain).isPresent();
  }

  private OptionalInt readTwice(ChunkId id, ChunkLocation place, byte[] frame, byte[] plain) {
    for (int attempt = 1; attempt <= TRIES_BEFORE_DAMAGE; attempt++) {
      try {
        return OptionalInt.of(readOnce(id, place, frame, plain));
      } catch (BackupException e) {
        requireCorrupt(e);
      }
    }
    return OptionalInt.empty();
  }

  /** Reads a chunk or segment from one place, once. */
  int readOnce(ChunkId id, ChunkLocation place, byte[] frame, byte[] plain) {
    int bytes = place.storedBytes();
    repository.packs().readFrames(place.pack(), place.kind(), place.offsetBytes(), bytes, frame);
    ByteBuffer sealed = ByteBuffer.wrap(frame, 0, bytes);
    try {
      return RunScope.await(
          processors.submit(() -> benches.use(bench -> open(bench, id, place, sealed, plain))));
    } catch (BackupException e) {
      requireCorrupt(e);
      throw new BackupException(
          FailureKind.CORRUPT,
          "Chunk " + id + " in pack " + place.pack() + " is damaged: " + e.getMessage() + ".",
          e);
    }
  }

  private int open(
      Workbench bench, ChunkId id, ChunkLocation place, ByteBuffer frame, byte[] plain) {
    boolean data = place.kind() == PackKind.DATA;
    int length =
        bench
            .codec()
            .open(
                repository.objectKey(place.pack()),
                data ? FrameKind.CHUNK : FrameKind.SEGMENT,
                frame,
                place.offsetBytes(),
                bench.room(),
                plain);
    ChunkHasher hasher = data ? bench.chunkHasher() : bench.segmentHasher();
    if (!hasher.hash(plain, 0, length).equals(id)) {
      throw new BackupException(FailureKind.CORRUPT, "its content is not the one of that id");
    }
    return length;
  }

  /**
   * Reads a segment.
   *
   * @param chunkCount that it must have
   * @throws BackupException {@link FailureKind#CORRUPT} if it is not to be had
   */
  Segment readSegment(ChunkId id, int chunkCount) {
    if (id.isZero()) {
      return Segment.zeros(chunkCount);
    }
    Segment segment = readSegment(id);
    if (segment.chunks().size() != chunkCount) {
      throw new BackupException(
          FailureKind.CORRUPT,
          "Segment " + id + " does not list " + chunkCount + " chunks, as it must here.");
    }
    return segment;
  }

  /** Reads a segment that is not all zeros, whatever its length. */
  Segment readSegment(ChunkId id) {
    ChunkLocation known = index.find(List.of(id)).get(id);
    ChunkLocation place = known == null ? mended(id).orElseThrow(() -> lost(id)) : known;
    byte[] plain = new byte[MAX_SEGMENT_BYTES];
    byte[] frame = new byte[FrameCodec.maxFrameBytes(MAX_SEGMENT_BYTES)];
    int length = readChunk(id, place, frame, plain);
    return Segment.decode(plain, length);
  }

  private BackupException lost(ChunkId segment) {
    return new BackupException(
        FailureKind.CORRUPT,
        "Segment " + segment + " is in no pack of the repository " + repository.id() + ".");
  }
}
