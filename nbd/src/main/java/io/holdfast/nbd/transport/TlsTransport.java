package io.holdfast.nbd.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS over a socket. An SSLEngine rather than an SSLSocket, because it takes many records per
 * system call, works on unix sockets, and can be cut without waiting for anybody.
 */
public final class TlsTransport implements Transport {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int BUFFER_BYTES = 256 * 1024;

  private final PlainTransport plain;
  private final SSLEngine engine;

  // Heap buffers: the JDK's AES-GCM is more than twice as fast on arrays, and works in place.
  private final ByteBuffer sealedIn = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final ByteBuffer sealedOut = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Guards sealedOut and the order of records: the reader writes too, when the keys are changed.
   */
  private final ReentrantLock writing = new ReentrantLock();

  private TlsTransport(PlainTransport plain, SSLEngine engine) {
    this.plain = plain;
    this.engine = engine;
  }

  /** Shakes hands; nothing beyond what TLS needs must have been read from the socket. */
  public static TlsTransport over(PlainTransport plain, SSLEngine engine) throws IOException {
    TlsTransport transport = new TlsTransport(plain, engine);
    engine.beginHandshake();
    try {
      transport.shakeHands();
    } catch (SSLException e) {
      transport.tellWhy();
      throw e;
    }
    return transport;
  }

  /** The engine has an alert ready, by which the other side learns what it did wrong. */
  private void tellWhy() {
    try {
      sendHandshake();
    } catch (IOException e) {
      // It was a courtesy.
    }
  }

  private void shakeHands() throws IOException {
    ByteBuffer spare = ByteBuffer.allocate(MIN_SPARE_BYTES);
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> sendHandshake();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          Status status = engine.unwrap(sealedIn, spare).getStatus();
          if (status == Status.CLOSED || (status == Status.BUFFER_UNDERFLOW && receive() < 0)) {
            throw new EOFException("The other side ended the connection during the TLS handshake");
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  @Override
  public long read(ByteBuffer into, ByteBuffer spare) throws IOException {
    ByteBuffer[] both = {into, spare};
    long produced = 0;
    while (produced == 0 || into.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(sealedIn, both);
      produced += result.bytesProduced();
      afterUnwrap(result.getHandshakeStatus());
      switch (result.getStatus()) {
        case OK -> {}
        case CLOSED -> {
          return produced > 0 ? produced : -1;
        }
        case BUFFER_UNDERFLOW -> {
          if (produced > 0) return produced;
          if (receive() < 0) return -1;
        }
        case BUFFER_OVERFLOW -> {
          if (produced > 0) return produced;
          throw new IllegalStateException("A TLS record does not fit into the spare buffer");
        }
      }
    }
    return produced;
  }

  /** A change of keys asks for an answer, or for work. */
  private void afterUnwrap(HandshakeStatus status) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) runTasks();
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) sendHandshake();
  }

  @Override
  public void write(ByteBuffer... from) throws IOException {
    writing.lock();
    try {
      int first = 0;
      while (first < from.length) {
        if (!from[first].hasRemaining()) {
          first++;
          continue;
        }
        SSLEngineResult result = engine.wrap(from, first, from.length - first, sealedOut);
        switch (result.getStatus()) {
          case OK -> {
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) runTasks();
          }
          case BUFFER_OVERFLOW -> send();
          default -> throw new SSLException("TLS is closed");
        }
      }
      send();
    } finally {
      writing.unlock();
    }
  }

  private void sendHandshake() throws IOException {
    writing.lock();
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        Status status = engine.wrap(NOTHING, sealedOut).getStatus();
        if (status == Status.CLOSED) break;
        if (status == Status.BUFFER_OVERFLOW) send();
      }
      send();
    } finally {
      writing.unlock();
    }
  }

  private void send() throws IOException {
    sealedOut.flip();
    try {
      plain.write(sealedOut);
    } finally {
      sealedOut.clear();
    }
  }

  private int receive() throws IOException {
    sealedIn.compact();
    try {
      return plain.channel().read(sealedIn);
    } finally {
      sealedIn.flip();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask())
      task.run();
  }

  @Override
  public void finish() {
    try {
      if (writing.tryLock(1, TimeUnit.SECONDS)) {
        try {
          engine.closeOutbound();
          sendHandshake();
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException e) {
      // Whoever is gone needs no goodbye.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    plain.finish();
  }

  @Override
  public void cut() {
    plain.cut();
  }

  @Override
  public void close() {
    plain.close();
  }
}
