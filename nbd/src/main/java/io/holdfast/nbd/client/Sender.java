package io.holdfast.nbd.client;

import io.holdfast.nbd.protocol.Command;
import io.holdfast.nbd.protocol.RequestHeader;
import io.holdfast.nbd.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends what waits in its queue, as many requests as there are in one system call. A thread of its
 * own, because a thread that is interrupted while it writes to a channel closes it for everybody.
 */
final class Sender {
  private final Transport transport;
  private final int batch;

  /** Bounded by the connection's slots, plus the two signals. */
  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();

  private final ByteBuffer headers;

  Sender(Transport transport, int batch) {
    this.transport = transport;
    this.batch = batch;
    this.headers = ByteBuffer.allocateDirect((batch + 2) * RequestHeader.BYTES);
  }

  private sealed interface Outgoing {}

  private record Item(long cookie, Request request) implements Outgoing {}

  private enum Signal implements Outgoing {
    GOODBYE,
    STOP
  }

  void send(long cookie, Request request) {
    queue.add(new Item(cookie, request));
  }

  /** Ends the loop after telling the server. */
  void sayGoodbye() {
    queue.add(Signal.GOODBYE);
  }

  /** Ends the loop. */
  void stop() {
    queue.add(Signal.STOP);
  }

  void run() throws IOException {
    List<Outgoing> taken = new ArrayList<>(batch + 1);
    while (true) {
      taken.clear();
      taken.add(take());
      queue.drainTo(taken, batch);
      if (taken.contains(Signal.STOP)) return;
      sendAll(taken);
      if (taken.contains(Signal.GOODBYE)) {
        transport.finish();
        return;
      }
    }
  }

  private Outgoing take() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        // Nobody else has this thread: only the signals end it.
        Thread.interrupted();
      }
    }
  }

  private void sendAll(List<Outgoing> items) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    headers.clear();
    int from = 0;
    for (Outgoing item : items) {
      putHeader(item);
      if (item instanceof Item(long cookie, Request request) && request.payload != null) {
        parts.add(headers.slice(from, headers.position() - from));
        parts.add(request.payload.duplicate());
        from = headers.position();
      }
    }
    parts.add(headers.slice(from, headers.position() - from));
    transport.write(parts.toArray(ByteBuffer[]::new));
  }

  private void putHeader(Outgoing item) {
    RequestHeader header =
        switch (item) {
          case Item(long cookie, Request request) ->
              new RequestHeader(
                  request.flags, request.command.code(), cookie, request.offset, request.length);
          case Signal signal -> new RequestHeader(0, Command.DISCONNECT.code(), 0, 0, 0);
        };
    header.put(headers);
  }
}
