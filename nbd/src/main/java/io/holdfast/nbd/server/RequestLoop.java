package io.holdfast.nbd.server;

import io.holdfast.nbd.server.ServerRequest.Goodbye;
import io.holdfast.nbd.server.ServerRequest.Refused;
import io.holdfast.nbd.server.ServerRequest.Valid;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests of one connection. Whichever thread is free takes the next one and carries it out
 * itself, so that none is handed over, and a client with one request at a time is served by threads
 * that are awake. Platform threads, since reading files blocks them anyway; as many as the client
 * keeps requests in flight, up to the limit.
 */
final class RequestLoop {
  private final RequestReader reader;
  private final RequestRunner runner;
  private final Replies replies;
  private final int maxThreads;
  private final Executor threads;
  private final Ending ending;

  /** Guards the connection's receiving side, and over. */
  private final ReentrantLock receiving = new ReentrantLock();

  private boolean over;
  private final AtomicInteger alive = new AtomicInteger(1);
  private final AtomicInteger free = new AtomicInteger();

  /** What to do at the end. */
  interface Ending {
    /** At the first failure, in the thread that met it; others may still be at work. */
    void failed(Throwable failure);

    /** When the last thread leaves. */
    void left();
  }

  RequestLoop(
      OpenExport open, ConnectionMemory memory, int maxThreads, Executor threads, Ending ending) {
    this.replies = new Replies(open.transport(), open.structuredReplies());
    this.reader = new RequestReader(open, memory);
    this.runner = new RequestRunner(open, replies, memory);
    this.maxThreads = maxThreads;
    this.threads = threads;
    this.ending = ending;
  }

  /** One thread's part; the caller's is the first, and calls others to help. */
  void run() {
    try {
      while (true) {
        switch (take()) {
          case Goodbye goodbye -> {
            return;
          }
          case Refused(long cookie, var code, String text) -> replies.error(cookie, code, text);
          case Valid valid -> runner.run(valid);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      ending.failed(e);
    } finally {
      if (alive.decrementAndGet() == 0) ending.left();
    }
  }

  private ServerRequest take() throws IOException {
    free.incrementAndGet();
    receiving.lock();
    try {
      free.decrementAndGet();
      if (over) return new Goodbye();
      // Until it turns out to be a valid request, so that a failure ends the loop for all threads.
      over = true;
      ServerRequest request = reader.next();
      over = request instanceof Goodbye;
      if (!over) callHelp();
      return request;
    } finally {
      receiving.unlock();
    }
  }

  /** While this thread is busy another must be there to take the next request. */
  private void callHelp() {
    if (free.get() > 0 || alive.get() >= maxThreads) return;
    alive.incrementAndGet();
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No more threads: this one goes on alone.
      alive.decrementAndGet();
    }
  }
}
