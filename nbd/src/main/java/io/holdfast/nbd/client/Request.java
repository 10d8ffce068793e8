package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.protocol.Command;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request on its way: what is sent, where the reply goes, and who waits for it. */
final class Request {
  final Command command;
  final int flags;
  final long offset;
  final int length;

  /** What a write sends after its header. */
  final @Nullable ByteBuffer payload;

  final ReplyTarget target;
  final CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();

  /** By System.nanoTime() when it got its slot, to notice that a server has stalled. */
  volatile long submittedNanos;

  /** The first error that the server named; only the receiver uses it. */
  @Nullable NbdException failure;

  Request(
      Command command,
      int flags,
      long offset,
      int length,
      @Nullable ByteBuffer payload,
      ReplyTarget target) {
    this.command = command;
    this.flags = flags;
    this.offset = offset;
    this.length = length;
    this.payload = payload;
    this.target = target;
  }
}
