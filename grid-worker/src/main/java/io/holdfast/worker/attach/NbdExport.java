package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.Extent;
import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.worker.lease.Gate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attached export, over connections that may break. A request that a broken connection took
 * with it, or that the storage refused with an input/output error, is sent again a few times; with
 * no connection left, a source connects anew. Only a source: what a target wrote before the break
 * may be lost if the other side started anew, so a restore goes back to its last durable position.
 *
 * <p>A request for the task to end breaks the connections, which frees every waiting thread. The
 * lock guards connecting anew.
 */
final class NbdExport implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NbdExport.class);
  private static final int TRIES_OF_STORAGE = 3;
  private static final int TRIES_OF_NETWORK = 7;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /** What to do when no connection is left. */
  enum WhenLost {
    CONNECT_ANEW,
    FAIL
  }

  /** A request to the export. */
  @FunctionalInterface
  interface Call<T> {
    T on(NbdClient client) throws NbdException;
  }

  private final String name;
  private final NbdConnector connector;
  private final WhenLost whenLost;
  private final Gate gate;
  private final Cancellation cancellation;
  private final Runnable forgetCancellation;
  private final Object connecting = new Object();
  private volatile NbdClient client;
  private volatile boolean closed;

  /**
   * Connects.
   *
   * @param name of the volume or snapshot, for messages
   */
  NbdExport(
      String name,
      NbdConnector connector,
      WhenLost whenLost,
      Gate gate,
      Cancellation cancellation) {
    this.name = name;
    this.connector = connector;
    this.whenLost = whenLost;
    this.gate = gate;
    this.cancellation = cancellation;
    this.client = connect();
    this.forgetCancellation = cancellation.onRequest(this::disconnect);
  }

  String name() {
    return name;
  }

  long sizeBytes() {
    return client.sizeBytes();
  }

  boolean canZero() {
    return client.flags().canWriteZeroes();
  }

  boolean canFlush() {
    return client.flags().canFlush();
  }

  List<Extent> extents(long offsetBytes, long lengthBytes) {
    return call(
            "cannot be asked where it has data",
            null,
            nbd -> nbd.blockStatus(offsetBytes, lengthBytes))
        .stream()
        .map(NbdExport::extent)
        .toList();
  }

  /** Fills what remains of the buffer. */
  void read(long offsetBytes, ByteBuffer into) {
    call(
        "cannot be read",
        new ByteRange(offsetBytes, into.remaining()),
        nbd -> {
          nbd.read(offsetBytes, into.duplicate());
          return true;
        });
    into.position(into.limit());
  }

  /** Whether it has a metadata context; only one that was asked for in connecting. */
  boolean has(String context) {
    return client.metaContexts().contains(context);
  }

  /** What one of its metadata contexts says of a stretch. */
  List<NbdExtent> status(String context, long offsetBytes, long lengthBytes) {
    return call(
        "cannot be asked for '%s'".formatted(context),
        null,
        nbd -> nbd.blockStatus(context, offsetBytes, lengthBytes));
  }

  private static Extent extent(NbdExtent extent) {
    return extent.isData()
        ? Extent.data(extent.offset(), extent.length())
        : Extent.zero(extent.offset(), extent.length());
  }

  /**
   * Sends a request until it is answered.
   *
   * @param what what cannot be done if it fails, for instance "cannot be read"
   * @param where for the message, if it has a place
   */
  <T> T call(String what, @Nullable ByteRange where, Call<T> request) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return request.on(usable());
      } catch (NbdException e) {
        cancellation.throwIfRequested();
        String failed =
            where == null ? name + " " + what : "%s %s at %s".formatted(name, what, where);
        if (closed || attempt >= tries(e)) {
          throw NbdFailures.of(failed, e);
        }
        log.warn("{}; trying again attempt={} reason={}", failed, attempt, e.getMessage());
        cancellation.pause(pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        gate.pass();
      }
    }
  }

  /** How often a request that failed so is sent in all. */
  private int tries(NbdException failure) {
    return switch (failure) {
      case NbdErrorException error ->
          error.code() == NbdErrorCode.EIO || error.code() == NbdErrorCode.ENOMEM
              ? TRIES_OF_STORAGE
              : 1;
      case NbdConnectionException _ -> mayGoOn() ? TRIES_OF_NETWORK : 1;
      case NbdNegotiationException refused ->
          refused.reason() == NbdNegotiationException.Reason.UNREACHABLE && mayGoOn()
              ? TRIES_OF_NETWORK
              : 1;
    };
  }

  private boolean mayGoOn() {
    return whenLost == WhenLost.CONNECT_ANEW || client.isOpen();
  }

  private NbdClient usable() throws NbdException {
    NbdClient current = client;
    return current.isOpen() || whenLost == WhenLost.FAIL ? current : connectAnew(current);
  }

  private NbdClient connectAnew(NbdClient lost) throws NbdException {
    synchronized (connecting) {
      if (client == lost && !closed && !cancellation.isRequested()) {
        NbdClient anew = connector.connect();
        if (!anew.metaContexts().equals(lost.metaContexts())) {
          anew.close();
          throw new BackupException(
              FailureKind.RETRYABLE,
              "%s no longer tells what it told before of its content (%s, not %s); it is attached anew."
                  .formatted(name, anew.metaContexts(), lost.metaContexts()));
        }
        if (anew.sizeBytes() != lost.sizeBytes()) {
          anew.close();
          throw new BackupException(
              FailureKind.PERMANENT,
              "%s changed its size from %d to %d bytes while it was read."
                  .formatted(name, lost.sizeBytes(), anew.sizeBytes()));
        }
        lost.close();
        client = anew;
        log.info("Connected anew to {}", name);
      }
    }
    // A request to end may have come while there was no client to break.
    if (cancellation.isRequested() || closed) {
      disconnect();
      cancellation.throwIfRequested();
    }
    return client;
  }

  private NbdClient connect() {
    try {
      return connector.connect();
    } catch (NbdException e) {
      throw NbdFailures.of(name + " cannot be connected to", e);
    }
  }

  private void disconnect() {
    client.close();
  }

  @Override
  public void close() {
    forgetCancellation.run();
    synchronized (connecting) {
      closed = true;
    }
    disconnect();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
