package io.holdfast.bench.stage;

import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.ZeroTest;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameKind;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Operations per second on one chunk of 1 MiB, so that the figures read as MiB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class ChunkStages {

  private static final int CHUNK = 1 << 20;
  private static final int LEVEL = 1;

  private final byte[] zeros = new byte[CHUNK];
  private final byte[] content = new byte[CHUNK];
  private final byte[] compressed = new byte[FrameCodec.maxCompressedBytes(CHUNK)];
  private final byte[] frame = new byte[FrameCodec.maxFrameBytes(CHUNK)];
  private final byte[] scratch = new byte[FrameCodec.maxFrameBytes(CHUNK)];
  private final byte[] opened = new byte[CHUNK];
  private final DataKey key = DataKey.random();
  private final ChunkHasher hasher = new ChunkHasher(key.chunkIdKey());
  private final FrameCodec codec = new FrameCodec(LEVEL);
  private final FrameCodec.Content packed;
  private final int frameBytes;
  private int ordinal;

  /** Content that zstd halves, about as a file system's does: each random byte stands twice. */
  public ChunkStages() {
    var random = new SplittableRandom(1);
    for (int at = 0; at < CHUNK; at += 64) {
      byte[] half = new byte[32];
      random.nextBytes(half);
      System.arraycopy(half, 0, content, at, half.length);
      System.arraycopy(half, 0, content, at + half.length, half.length);
    }
    int length = codec.compress(content, CHUNK, compressed);
    packed = new FrameCodec.Content(compressed.clone(), length, CHUNK, Compression.ZSTD);
    frameBytes = FrameCodec.frameBytes(key.encryptionKey(1, 1), length);
  }

  @Setup
  public void sealOnce() {
    seal();
  }

  @TearDown
  public void close() {
    codec.close();
  }

  @Benchmark
  public boolean zeroTest() {
    return ZeroTest.isZero(zeros, 0, CHUNK);
  }

  @Benchmark
  public ChunkId hash() {
    return hasher.hash(content, 0, CHUNK);
  }

  @Benchmark
  public int compress() {
    return codec.compress(content, CHUNK, compressed);
  }

  @Benchmark
  public byte[] seal() {
    // The JDK refuses to seal twice with one key and nonce, and the ordinal is the nonce.
    codec.seal(key.encryptionKey(1, 1), FrameKind.CHUNK, ordinal++, packed, frame, 0);
    return frame;
  }

  @Benchmark
  public int open() {
    return codec.open(
        key.encryptionKey(1, 1),
        FrameKind.CHUNK,
        ByteBuffer.wrap(frame, 0, frameBytes),
        0,
        scratch,
        opened);
  }
}
