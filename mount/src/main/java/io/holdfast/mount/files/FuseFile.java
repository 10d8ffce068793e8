package io.holdfast.mount.files;

import io.holdfast.mount.export.MountedBackup;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A backup as a file that programs can open, by libnbd's nbdfuse: in a directory that only its
 * owner can enter, and for as long as this is open. Needs no privilege where FUSE is allowed.
 */
final class FuseFile implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final NbdServer server;
  private final Process fuse;

  private FuseFile(Path directory, NbdServer server, Process fuse) {
    this.directory = directory;
    this.server = server;
    this.fuse = fuse;
  }

  static FuseFile of(MountedBackup backup) throws IOException {
    Path directory = Files.createTempDirectory("holdfast-");
    Path socket = directory.resolve("nbd.sock");
    Path point = Files.createDirectory(directory.resolve("fuse"));
    NbdServer server = NbdServer.start(NbdAddress.unix(socket), NbdServerOptions.DEFAULTS);
    server.export("", backup.device(), backup.mode());
    Path log = directory.resolve("log");
    Process fuse =
        Tool.command(
                "libnbd-bin fuse3",
                List.of(
                    "nbdfuse", point.resolve("device").toString(), "nbd+unix:///?socket=" + socket))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    FuseFile file = new FuseFile(directory, server, fuse);
    try {
      file.awaitReady(log);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void awaitReady(Path log) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!Files.exists(path())) {
        // The wait for its end is the pause between two looks.
        if (fuse.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - until > 0) {
          throw new FilesException(
              "The backup cannot be made a file by FUSE: %s. Users need /dev/fuse and Debian's package fuse3."
                  .formatted(Files.readString(log).strip()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  Path path() {
    return directory.resolve("fuse").resolve("device");
  }

  @Override
  public void close() {
    // On SIGTERM it takes its file system away and ends.
    fuse.destroy();
    try {
      if (!fuse.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        fuse.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    for (String name : List.of("fuse", "log", "nbd.sock", "")) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException e) {
        System.err.println("holdfast: " + directory + " could not be removed: " + e.getMessage());
        return;
      }
    }
  }
}
