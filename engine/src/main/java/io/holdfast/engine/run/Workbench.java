package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.FrameCodec;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * The tools of one computing thread: ciphers, compressors and room for what they make.
 *
 * @param room as large as the largest compressed or sealed chunk or segment
 */
record Workbench(
    FrameCodec codec, ChunkHasher chunkHasher, ChunkHasher segmentHasher, byte[] room) {
  private static final int COMPRESSION_LEVEL = 1;

  /** Keeps as many workbenches as threads used them at once. */
  static final class Pool implements AutoCloseable {
    private final Repository repository;
    private final ConcurrentLinkedDeque<Workbench> free = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Pool(Repository repository) {
      this.repository = repository;
    }

    /** Lends a workbench to {@code work}, which must not keep it. */
    <T> T use(Function<Workbench, T> work) {
      Workbench bench = free.poll();
      if (bench == null) {
        bench = make();
      }
      try {
        return work.apply(bench);
      } finally {
        free.push(bench);
        if (closed) {
          // A failed run does not wait for what still computes.
          close();
        }
      }
    }

    private Workbench make() {
      return new Workbench(
          new FrameCodec(COMPRESSION_LEVEL),
          repository.chunkHasher(),
          repository.segmentHasher(),
          new byte[roomBytes(repository)]);
    }

    /** The memory of one workbench. */
    static int roomBytes(Repository repository) {
      // A segment is larger than a chunk where chunks are small.
      int largest = Math.max(repository.chunkBytes(), FrameReader.MAX_SEGMENT_BYTES);
      return Math.max(FrameCodec.maxCompressedBytes(largest), FrameCodec.maxFrameBytes(largest));
    }

    @Override
    public void close() {
      closed = true;
      for (Workbench bench = free.poll(); bench != null; bench = free.poll()) {
        bench.codec.close();
      }
    }
  }
}
