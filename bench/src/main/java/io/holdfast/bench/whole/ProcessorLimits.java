package io.holdfast.bench.whole;

import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.ZeroTest;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the processor allows at most on an image: the time that its chunks take in the stages alone,
 * on all cores at once, over the number of cores. Reading the image is not in it.
 *
 * @param fullSeconds hash all, compress and seal each content once
 * @param rescanSeconds hash all
 * @param restoreSeconds open, decompress and check each content once
 */
record ProcessorLimits(double fullSeconds, double rescanSeconds, double restoreSeconds) {

  private static final int CHUNK = 1 << 20;
  private static final int LEVEL = 1;
  private static final double NANOS = 1e9;

  static ProcessorLimits of(Path image) throws Exception {
    // The first round is for the compiler.
    measure(image);
    return measure(image);
  }

  private static ProcessorLimits measure(Path image) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    AtomicLong next = new AtomicLong();
    DataKey key = DataKey.random();
    Set<ChunkId> seen = ConcurrentHashMap.newKeySet();
    List<Callable<long[]>> work = new ArrayList<>();
    for (int core = 0; core < cores; core++) {
      int number = core;
      work.add(() -> stages(image, next, key, seen, number));
    }
    long hash = 0;
    long pack = 0;
    long open = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      for (Future<long[]> part : threads.invokeAll(work)) {
        hash += part.get()[0];
        pack += part.get()[1];
        open += part.get()[2];
      }
    }
    double all = NANOS * cores;
    return new ProcessorLimits((hash + pack) / all, hash / all, open / all);
  }

  private static long[] stages(
      Path image, AtomicLong next, DataKey key, Set<ChunkId> seen, int core) throws IOException {
    byte[] plain = new byte[CHUNK];
    byte[] packed = new byte[FrameCodec.maxCompressedBytes(CHUNK)];
    byte[] frame = new byte[FrameCodec.maxFrameBytes(CHUNK)];
    byte[] room = new byte[FrameCodec.maxFrameBytes(CHUNK)];
    byte[] opened = new byte[CHUNK];
    long[] nanos = new long[3];
    ChunkHasher hasher = new ChunkHasher(key.chunkIdKey());
    int ordinal = 0;
    long object = 0;
    try (FrameCodec codec = new FrameCodec(LEVEL);
        FileChannel channel = FileChannel.open(image)) {
      while (true) {
        long offset = next.getAndIncrement() * CHUNK;
        if (offset + CHUNK > channel.size()) {
          return nanos;
        }
        channel.read(ByteBuffer.wrap(plain), offset);
        if (ZeroTest.isZero(plain, 0, CHUNK)) {
          continue;
        }
        long start = System.nanoTime();
        ChunkId id = hasher.hash(plain, 0, CHUNK);
        nanos[0] += System.nanoTime() - start;
        if (!seen.add(id)) {
          continue;
        }
        if (++ordinal == Short.MAX_VALUE) {
          ordinal = 1;
          object++;
        }
        var objectKey = key.encryptionKey(core, object);
        start = System.nanoTime();
        int length = codec.compress(plain, CHUNK, packed);
        FrameCodec.Content content =
            length > 0
                ? new FrameCodec.Content(packed, length, CHUNK, Compression.ZSTD)
                : new FrameCodec.Content(plain, CHUNK, CHUNK, Compression.NONE);
        codec.seal(objectKey, FrameKind.CHUNK, ordinal, content, frame, 0);
        nanos[1] += System.nanoTime() - start;
        start = System.nanoTime();
        int bytes =
            codec.open(
                objectKey,
                FrameKind.CHUNK,
                ByteBuffer.wrap(frame, 0, FrameCodec.frameBytes(objectKey, content.length())),
                0,
                room,
                opened);
        hasher.hash(opened, 0, bytes);
        nanos[2] += System.nanoTime() - start;
      }
    }
  }
}
