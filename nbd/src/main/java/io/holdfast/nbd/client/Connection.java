package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.protocol.ProtocolViolation;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One negotiated connection with requests in flight: a thread sends, another receives. When it
 * breaks, both end first; only then do its requests fail, so that nobody touches a buffer any more
 * that its owner has back.
 */
final class Connection {
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Session session;
  private final String server;
  private final int maxInFlight;
  private final Sender sender;
  private final Semaphore slots;
  private final Map<Long, Request> inFlight = new ConcurrentHashMap<>();
  private final AtomicLong lastCookie = new AtomicLong();
  private final AtomicReference<@Nullable NbdConnectionException> broken = new AtomicReference<>();
  private final CountDownLatch running = new CountDownLatch(2);

  /** Both threads have ended: nothing will be answered any more. */
  private volatile boolean ended;

  private Connection(Session session, String server, int maxInFlight) {
    this.session = session;
    this.server = server;
    this.maxInFlight = maxInFlight;
    this.slots = new Semaphore(maxInFlight);
    this.sender = new Sender(session.transport(), maxInFlight);
  }

  static Connection start(Session session, String server, int maxInFlight) {
    Connection connection = new Connection(session, server, maxInFlight);
    Receiver receiver = new Receiver(session, connection::find, connection::settle);
    // Platform threads: a virtual one that waits for a socket costs several times as much.
    Thread.ofPlatform()
        .daemon()
        .name("nbd-send")
        .start(() -> connection.run(connection.sender::run));
    Thread.ofPlatform().daemon().name("nbd-receive").start(() -> connection.run(receiver::run));
    return connection;
  }

  /** One of the two threads. */
  private interface Loop {
    void run() throws IOException;
  }

  private void run(Loop loop) {
    try {
      loop.run();
    } catch (EOFException e) {
      fail("was closed by the server", e);
    } catch (ProtocolViolation e) {
      fail("was closed because the server broke the protocol: " + e.getMessage(), e);
    } catch (IOException e) {
      fail("broke: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      fail("was closed after a failure in this client", e);
    } finally {
      running.countDown();
      if (running.getCount() == 0) end();
    }
  }

  Session session() {
    return session;
  }

  boolean isOpen() {
    return broken.get() == null;
  }

  int load() {
    return inFlight.size();
  }

  /**
   * Sends a request as soon as there is a slot for it, for which it waits, whatever interrupts say.
   */
  void submit(Request request) {
    slots.acquireUninterruptibly();
    request.submittedNanos = System.nanoTime();
    long cookie = lastCookie.incrementAndGet();
    inFlight.put(cookie, request);
    sender.send(cookie, request);
    if (ended) end();
  }

  private Request find(long cookie) throws ProtocolViolation {
    Request request = inFlight.get(cookie);
    if (request == null)
      throw new ProtocolViolation("The server answers a request that was not sent");
    return request;
  }

  private void settle(long cookie, Request request) {
    if (inFlight.remove(cookie) == null) return;
    slots.release();
    NbdException failure = request.failure;
    if (failure == null) request.answered.complete(null);
    else request.answered.completeExceptionally(failure);
  }

  /** Fails the connection when a request has waited for too long. */
  void breakIfStalled(Duration limit) {
    long now = System.nanoTime();
    for (Request request : inFlight.values()) {
      if (now - request.submittedNanos > limit.toNanos()) {
        fail("was closed: no answer within %d ms".formatted(limit.toMillis()), null);
        return;
      }
    }
  }

  private void fail(String what, @Nullable Throwable cause) {
    broken.compareAndSet(null, exception(what, cause));
    session.transport().cut();
    sender.stop();
  }

  private NbdConnectionException exception(String what, @Nullable Throwable cause) {
    String message = "The connection to the NBD server at %s %s".formatted(server, what);
    return new NbdConnectionException(message, cause);
  }

  private void end() {
    ended = true;
    NbdConnectionException why = broken.get();
    if (why == null) why = exception("has ended", null);
    for (Map.Entry<Long, Request> entry : inFlight.entrySet()) {
      if (inFlight.remove(entry.getKey(), entry.getValue())) {
        slots.release();
        entry.getValue().answered.completeExceptionally(why);
      }
    }
  }

  /**
   * Says goodbye when nothing is in flight, else breaks off; returns when both threads have ended.
   */
  void close() {
    String what = "was closed by this client";
    if (inFlight.isEmpty()) {
      broken.compareAndSet(null, exception(what, null));
      sender.sayGoodbye();
      awaitEnd();
    }
    fail(what, null);
    awaitEnd();
  }

  /**
   * After an interrupt it does not wait, but both threads end all the same once the transport is
   * cut.
   */
  private void awaitEnd() {
    try {
      if (!running.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("The NBD server at {} does not take leave", server);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
