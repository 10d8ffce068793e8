package io.holdfast.chaos.place;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory of a fixed size, where the repository lies. */
public final class Storage implements AutoCloseable {

  private final Path mount;
  private final Path filler;
  private final Path away;

  Storage(Path mount, long megabytes) throws IOException, InterruptedException {
    this.mount = mount;
    this.filler = mount.resolve("filler");
    this.away = mount.resolve("away");
    Files.createDirectories(mount);
    Command.run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=" + megabytes + "m",
        "holdfast-chaos",
        mount.toString());
    Files.createDirectory(repository());
  }

  public Path repository() {
    return mount.resolve("repository");
  }

  /** Leaves no room. */
  public void fill() throws IOException {
    byte[] piece = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      if (!Files.exists(filler)) {
        throw full;
      }
    }
  }

  public void makeRoom() throws IOException {
    Files.deleteIfExists(filler);
  }

  /** Takes the repository away, as when its file system is not mounted. */
  public synchronized void takeAway() throws IOException {
    if (!Files.exists(away)) {
      Files.move(repository(), away);
    }
  }

  public synchronized void bringBack() throws IOException {
    if (Files.exists(away)) {
      if (Files.exists(repository())) {
        throw new IOException("something was written where the repository was away");
      }
      Files.move(away, repository());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Command.run("umount", mount.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
