package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.ObjectHeader;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackFormat;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the frames of a pack whose own index cannot be read, by trying to open one wherever a
 * header could be. A frame opens at no other place than its own, and its content tells its id.
 *
 * <p>Holds all of a pack in memory, of one pack at a time.
 */
final class PackScan {
  private static final int READ_BYTES = 1 << 20;

  /** What cannot be read is left out in pieces of this size, as disks lose it. */
  private static final int SMALLEST_READ = 4096;

  /** A disk may take seconds for each piece that it cannot read; then the rest is given up. */
  private static final int MOST_UNREADABLE = 64;

  private final Repository repository;
  private final Workbench.Pool benches;

  PackScan(Repository repository, Workbench.Pool benches) {
    this.repository = repository;
    this.benches = benches;
  }

  /** The intact frames in the order in which they lie. */
  synchronized List<PackEntry> frames(PackId id, PackKind kind, long packBytes) {
    if (!repository.packs().exists(id, kind)) {
      return List.of();
    }
    byte[] pack = new byte[(int) Math.min(packBytes, PackFormat.MAX_PACK_BYTES)];
    new Bytes(id, kind, pack).read();
    return benches.use(bench -> new Search(bench, id, kind, pack).frames());
  }

  /** Reads a pack as far as it can be, and leaves zeros where it cannot. */
  private final class Bytes {
    private final PackId id;
    private final PackKind kind;
    private final byte[] pack;
    private final byte[] room = new byte[READ_BYTES];
    private int unreadable;

    Bytes(PackId id, PackKind kind, byte[] pack) {
      this.id = id;
      this.kind = kind;
      this.pack = pack;
    }

    void read() {
      for (int from = 0; from < pack.length; from += READ_BYTES) {
        read(from, Math.min(READ_BYTES, pack.length - from));
      }
    }

    private void read(int from, int length) {
      if (unreadable == MOST_UNREADABLE) {
        return;
      }
      try {
        repository.packs().readFrames(id, kind, from, length, room);
        System.arraycopy(room, 0, pack, from, length);
      } catch (BackupException e) {
        FrameReader.requireCorrupt(e);
        if (length > SMALLEST_READ) {
          int half = Math.ceilDiv(length / 2, SMALLEST_READ) * SMALLEST_READ;
          read(from, half);
          read(from + half, length - half);
        } else {
          unreadable++;
        }
      }
    }
  }

  private final class Search {
    private final Workbench bench;
    private final PackId id;
    private final PackKind kind;
    private final byte[] pack;
    private final byte[] plain;

    Search(Workbench bench, PackId id, PackKind kind, byte[] pack) {
      this.bench = bench;
      this.id = id;
      this.kind = kind;
      this.pack = pack;
      this.plain = new byte[Math.max(repository.chunkBytes(), FrameReader.MAX_SEGMENT_BYTES)];
    }

    List<PackEntry> frames() {
      List<PackEntry> found = new ArrayList<>();
      int at = ObjectHeader.BYTES;
      while (at < pack.length) {
        int bytes = FrameCodec.mayBegin(pack, at) ? frameAt(at, found) : 0;
        at += Math.max(bytes, 1);
      }
      return found;
    }

    /** The length of the frame that begins there; 0: none does that is intact. */
    private int frameAt(int at, List<PackEntry> found) {
      try {
        long bytes = FrameCodec.frameBytes(ByteBuffer.wrap(pack, at, pack.length - at));
        if (bytes > Math.min(pack.length - at, bench.room().length)) {
          return 0;
        }
        int frameBytes = (int) bytes;
        boolean data = kind == PackKind.DATA;
        int length =
            bench
                .codec()
                .open(
                    repository.objectKey(id),
                    data ? FrameKind.CHUNK : FrameKind.SEGMENT,
                    ByteBuffer.wrap(pack, at, frameBytes),
                    at,
                    bench.room(),
                    plain);
        ChunkHasher hasher = data ? bench.chunkHasher() : bench.segmentHasher();
        ChunkId content = hasher.hash(plain, 0, length);
        found.add(new PackEntry(content, at, frameBytes, length));
        return frameBytes;
      } catch (BackupException e) {
        FrameReader.requireCorrupt(e);
        return 0;
      }
    }
  }
}
