package io.holdfast.volumeservice.file;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How much room a storage has. One that hangs keeps nobody waiting for longer than a moment: what
 * it said last is told again, and it is not asked once more before it has answered.
 */
final class Room {

  /** Sizes in bytes, -1 where they are not known. */
  record Bytes(long total, long free) {
    static final Bytes UNKNOWN = new Bytes(-1, -1);
  }

  private final Supplier<Bytes> storage;
  private final Duration patience;
  private @Nullable CompletableFuture<Bytes> asked;
  private Bytes last = Bytes.UNKNOWN;

  /**
   * @param storage answers, or hangs; must not throw
   */
  Room(Supplier<Bytes> storage, Duration patience) {
    this.storage = storage;
    this.patience = patience;
  }

  /** Asks the storage. */
  synchronized Bytes look() {
    CompletableFuture<Bytes> answer = asked == null ? ask() : asked;
    asked = answer;
    try {
      last = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      asked = null;
    } catch (TimeoutException e) {
      return last;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return last;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a storage must answer", e);
    }
    return last;
  }

  private CompletableFuture<Bytes> ask() {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    // Of the platform: a thread that hangs in the file system takes its carrier with it.
    Thread.ofPlatform().daemon().name("room").start(() -> answer.complete(storage.get()));
    return answer;
  }
}
