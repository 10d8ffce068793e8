package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackBuilder;
import io.holdfast.engine.pack.PackBuilder.Place;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.repository.Packs;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills packs with chunks, by many threads at once, and stores the full ones in the background. One
 * pack is open at a time; as many more are on their way to the repository as there are buffers.
 *
 * <p>The lock guards the open pack, the free buffers, and each pack's count of unfinished seals.
 */
final class PackWriter {
  private final Packs packs;
  private final ChunkIndex index;
  private final Workbench.Pool benches;
  private final RunScope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomMade = lock.newCondition();
  private final Deque<byte[]> buffers = new ArrayDeque<>();
  private final int packBytes;
  private final Consumer<StoredPack> indexed;
  private int buffersToMake;
  private @Nullable StoredPack open;

  /**
   * @param indexed hears of each pack that is in the index, before anyone who waits for it
   */
  PackWriter(
      RunContext context,
      Workbench.Pool benches,
      RunScope scope,
      BufferSizes sizes,
      Consumer<StoredPack> indexed) {
    this.packs = context.repository().packs();
    this.index = context.index();
    this.benches = benches;
    this.scope = scope;
    this.packBytes = sizes.packBytes();
    this.buffersToMake = sizes.packCount();
    this.indexed = indexed;
  }

  /** A pack of this run, from its first chunk on. */
  static final class StoredPack {
    private final PackBuilder builder;
    private final byte[] buffer;
    private final CompletableFuture<Boolean> stored = new CompletableFuture<>();
    private int sealing;
    private boolean closed;

    StoredPack(PackBuilder builder, byte[] buffer) {
      this.builder = builder;
      this.buffer = buffer;
    }

    PackId id() {
      return builder.id();
    }

    List<PackEntry> entries() {
      return builder.entries();
    }

    /**
     * Completes when the pack is durable and in the index; with false if it was reclaimed before it
     * got there, and its chunks with it.
     */
    CompletableFuture<Boolean> stored() {
      return stored;
    }
  }

  /** Puts a chunk into a pack, or returns empty at once if no buffer is free; never waits. */
  Optional<StoredPack> tryWrite(FrameCodec codec, ChunkId id, Content content) {
    StoredPack pack;
    Place place;
    lock.lock();
    try {
      Optional<Place> reserved = reserve(id, content);
      if (reserved.isEmpty()) {
        return Optional.empty();
      }
      place = reserved.get();
      pack = Objects.requireNonNull(open);
      pack.sealing++;
    } finally {
      lock.unlock();
    }
    pack.builder.seal(codec, place, content);
    lock.lock();
    try {
      pack.sealing--;
      storeIfComplete(pack);
    } finally {
      lock.unlock();
    }
    return Optional.of(pack);
  }

  private Optional<Place> reserve(ChunkId id, Content content) {
    if (open != null) {
      Optional<Place> place = open.builder.reserve(id, content.length(), content.plainBytes());
      if (place.isPresent()) {
        return place;
      }
      close(open);
    }
    byte[] buffer = buffers.poll();
    if (buffer == null) {
      if (buffersToMake == 0) {
        return Optional.empty();
      }
      buffersToMake--;
      buffer = new byte[packBytes];
    }
    open = new StoredPack(packs.begin(PackKind.DATA, buffer), buffer);
    return open.builder.reserve(id, content.length(), content.plainBytes());
  }

  /** Waits until {@link #tryWrite} has a chance again. */
  void awaitRoom() throws InterruptedException {
    lock.lock();
    try {
      while (open == null && buffers.isEmpty() && buffersToMake == 0) {
        roomMade.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stores the open pack although it has room left. */
  void flush() {
    lock.lock();
    try {
      if (open != null) {
        close(open);
      }
    } finally {
      lock.unlock();
    }
  }

  private void close(StoredPack pack) {
    open = null;
    pack.closed = true;
    storeIfComplete(pack);
  }

  private void storeIfComplete(StoredPack pack) {
    if (pack.closed && pack.sealing == 0) {
      scope.fork(() -> store(pack));
    }
  }

  private void store(StoredPack pack) {
    PackBuilder builder = pack.builder;
    ByteBuffer bytes = benches.use(bench -> builder.finish(bench.codec()));
    long size = bytes.remaining();
    packs.store(builder.id(), builder.kind(), bytes);
    boolean added = index.add(builder.id(), builder.kind(), builder.entries(), size);
    indexed.accept(pack);
    lock.lock();
    try {
      buffers.add(pack.buffer);
      roomMade.signalAll();
    } finally {
      lock.unlock();
    }
    pack.stored.complete(added);
  }
}
