package io.holdfast.cli.up;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports that nobody listens on. */
public final class Ports {

  private static final int TRIES = 200;

  private Ports() {}

  /** The first free port from this one on. */
  public static int firstFree(String address, int from) {
    for (int port = from; port < from + TRIES && port <= 65535; port++) {
      if (isFree(address, port)) {
        return port;
      }
    }
    throw new Failure(
        ExitCode.REFUSED,
        "No port from %d on is free at %s; end what listens there or name a port."
            .formatted(from, address));
  }

  /** A port that the kernel gives out as free. */
  public static int any(String address) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "No port is free at " + address + ": " + Failure.reason(e) + ".", e);
    }
  }

  /** Whether one could listen there now; 0, which means any port, is always free. */
  static boolean isFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections that wait for their end after a restart must not make the port look taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Refuses an address that is none of this machine's. */
  static void requireOwnAddress(String address) {
    if (!isFree(address, 0)) {
      throw new Failure(
          ExitCode.USAGE,
          "'" + address + "' is no address of this machine; `ip address` shows those it has.");
    }
  }
}
