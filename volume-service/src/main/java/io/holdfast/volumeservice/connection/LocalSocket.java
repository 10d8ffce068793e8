package io.holdfast.volumeservice.connection;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second way in for workers on the same machine, at about half the cost of a TCP connection. Its
 * path is another one at each start, so that a worker that finds it has found this very process,
 * and not one of the same settings on its own machine.
 */
record LocalSocket(Path path, NbdServer server) implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LocalSocket.class);

  /** What the kernel allows, less the zero at the end. */
  private static final int MOST_PATH_BYTES = 107;

  private static final String SOCKETS = "nbd-*.sock";

  /**
   * Listens in a directory that one process uses at a time.
   *
   * @return null where that cannot be done; workers then connect by TCP
   */
  static @Nullable LocalSocket in(Path directory, int mostConnections) {
    String name = SOCKETS.replace("*", UUID.randomUUID().toString().substring(0, 8));
    Path path = directory.toAbsolutePath().normalize().resolve(name);
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > MOST_PATH_BYTES) {
      log.info("No socket for workers of this machine, since its path would be too long: {}", path);
      return null;
    }
    try {
      Files.createDirectories(directory);
      removeOlder(directory);
      return new LocalSocket(
          path,
          NbdServer.start(
              NbdAddress.unix(path),
              NbdServerOptions.DEFAULTS.withMaxConnections(mostConnections)));
    } catch (IOException e) {
      log.warn("No socket for workers of this machine: {}", e.getMessage());
      return null;
    }
  }

  private static void removeOlder(Path directory) throws IOException {
    try (DirectoryStream<Path> older = Files.newDirectoryStream(directory, SOCKETS)) {
      for (Path socket : older) {
        Files.deleteIfExists(socket);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
