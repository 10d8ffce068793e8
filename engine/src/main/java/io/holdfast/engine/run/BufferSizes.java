package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.pack.PackBuilder;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.FrameCodec;

/**
 * How a run's memory budget is shared out. A backup holds chunks on their way in and packs on their
 * way out, half and half; a restore holds pairs of a frame and its chunk.
 *
 * @param chunkCount chunks that may be in memory at once
 * @param packBytes room of one pack
 * @param packCount packs that may be in memory at once
 */
record BufferSizes(int chunkCount, int packBytes, int packCount) {
  /** Larger packs make fewer objects, smaller ones come sooner; measured to make no difference. */
  private static final int PREFERRED_PACK_BYTES = 16 * 1024 * 1024;

  private static final int MIN_CHUNKS = 4;
  private static final int MIN_PACKS = 2;

  static BufferSizes forBackup(RunContext context) {
    Repository repository = context.repository();
    int chunk = repository.chunkBytes();
    long half = context.memory().bytes() / 2;
    long benches = (long) context.processors().count() * Workbench.Pool.roomBytes(repository);
    long chunks = (half - benches) / chunk;
    long packBytes =
        Math.clamp(half / 4, PackBuilder.minPackBytes(chunk), (long) PREFERRED_PACK_BYTES);
    long packs = half / packBytes;
    require(context, chunks >= MIN_CHUNKS && packs >= MIN_PACKS);
    return new BufferSizes((int) chunks, (int) packBytes, (int) packs);
  }

  static BufferSizes forRestore(RunContext context) {
    Repository repository = context.repository();
    long pair = repository.chunkBytes() + FrameCodec.maxFrameBytes(repository.chunkBytes());
    long benches = (long) context.processors().count() * Workbench.Pool.roomBytes(repository);
    long pairs = (context.memory().bytes() - benches) / pair;
    require(context, pairs >= MIN_CHUNKS);
    return new BufferSizes((int) pairs, 0, 0);
  }

  private static void require(RunContext context, boolean enough) {
    if (!enough) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "A memory budget of "
              + context.memory().bytes()
              + " bytes is too small for chunks of "
              + context.repository().chunkBytes()
              + " bytes on "
              + context.processors().count()
              + " cores. Give at least 16 chunks and 2 chunks for each core.");
    }
  }
}
