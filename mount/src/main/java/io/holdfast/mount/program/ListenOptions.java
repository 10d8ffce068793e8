package io.holdfast.mount.program;

import io.holdfast.mount.export.MountedBackup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a backup is exported: a socket that only its owner reaches, unless told otherwise. */
final class ListenOptions {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "Listens on a unix socket there; else on one in a new directory.")
  @Nullable Path socket;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description =
          "Listens there by TCP, port 0 takes a free one; with TLS unless it is loopback.")
  @Nullable String listen;

  Exported export(MountedBackup backup) {
    if (socket != null && listen != null) {
      throw Wrong.usage("Give either --socket or --listen.");
    }
    try {
      if (listen != null) {
        int colon = listen.lastIndexOf(':');
        return Exported.overTcp(backup, address(colon), port(colon));
      }
      return Exported.overSocket(backup, socket);
    } catch (IOException e) {
      throw Wrong.failed("The backup cannot be exported: %s".formatted(e.getMessage()));
    }
  }

  private InetAddress address(int colon) {
    try {
      String host = colon < 1 ? "" : String.valueOf(listen).substring(0, colon);
      InetAddress address = InetAddress.getByName(host.replaceAll("^\\[|]$", ""));
      if (host.isEmpty() || address.isAnyLocalAddress()) {
        throw misunderstood();
      }
      return address;
    } catch (UnknownHostException e) {
      throw misunderstood();
    }
  }

  private int port(int colon) {
    try {
      int port = Integer.parseInt(String.valueOf(listen).substring(colon + 1));
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw misunderstood();
  }

  private Wrong misunderstood() {
    return Wrong.usage(
        "--listen takes one of this machine's addresses and a port, such as 127.0.0.1:10809, not '%s'."
            .formatted(listen));
  }
}
