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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    Process fuse;
    try {
      fuse = start(point.resolve("device"), "nbd+unix:///?socket=" + socket, log);
    } catch (IOException | RuntimeException e) {
      server.close();
      remove(directory);
      throw e;
    }
    FuseFile file = new FuseFile(directory, server, fuse);
    try {
      file.awaitReady(log);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** It gets SIGTERM when this process ends, however that ends. */
  private static Process start(Path file, String uri, Path log) throws IOException {
    Tool.command("libnbd-bin fuse3", List.of("nbdfuse"));
    ProcessBuilder command =
        Tool.command(
                "util-linux",
                List.of("setpriv", "--pdeathsig", "TERM", "nbdfuse", file.toString(), uri))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    CompletableFuture<Process> started = new CompletableFuture<>();
    // A thread of its own: the system takes the end of the thread that started it for that end.
    Thread.ofPlatform()
        .daemon()
        .name("nbdfuse")
        .start(() -> {
          try {
            Process process = command.start();
            started.complete(process);
            process.waitFor();
          } catch (IOException e) {
            started.completeExceptionally(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void awaitReady(Path log) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!Files.exists(path())) {
        // The wait for its end is the pause between two looks.
        if (fuse.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - until > 0) {
          throw new FilesException(
              FilesException.Why.NOT_READABLE,
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
    remove(directory);
  }

  private static void remove(Path directory) {
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
