package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdAddress;
import java.io.IOException;
import java.time.Duration;

/**
 * An NBD server on one TCP or unix socket. Exports come and go while it runs; their names are
 * secrets, which are compared in constant time, never logged, and not told apart from unknown ones.
 * Thread-safe.
 */
public final class NbdServer implements AutoCloseable {

  private NbdServer() {}

  /** Listens and serves from now on. */
  public static NbdServer start(NbdAddress listenAddress, NbdServerOptions options)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Where it listens, with the port that was chosen. */
  public NbdAddress address() {
    throw new UnsupportedOperationException();
  }

  /**
   * Offers a device to clients that know the name.
   *
   * @param name at most 4096 bytes in UTF-8
   * @throws IllegalStateException when the name is in use, or withdrawn with requests still running
   */
  public void export(String name, ExportDevice device, ExportMode mode) {
    throw new UnsupportedOperationException();
  }

  /**
   * Cuts every connection of the export at once, lets no request of it begin any more, and waits
   * until none is running. When it answers true, nothing that a client sent can reach the device
   * any more.
   *
   * @return false when a request is still inside the device after the time given: call again to
   *     wait on. True also for a name that is not exported
   */
  public boolean withdraw(String name, Duration patience) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops listening, cuts all connections and waits up to ten seconds for requests inside devices.
   * Devices stay open.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
