package io.holdfast.chaos.place;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of a fixed size, where the repository lies: ext4 in a file, which can be made to
 * hang, or where that cannot be had one in memory.
 */
public final class Storage implements AutoCloseable {

  private final Path mount;
  private final Path filler;
  private final Path away;
  private final boolean canHang;

  /** Not this object's lock, as who holds that may be what hangs. */
  private final Object hanging = new Object();

  private boolean hangs;

  Storage(Path mount, long megabytes) throws IOException, InterruptedException {
    this.mount = mount;
    this.filler = mount.resolve("filler");
    this.away = mount.resolve("away");
    Files.createDirectories(mount);
    this.canHang = mount(megabytes);
    Files.createDirectory(repository());
  }

  private boolean mount(long megabytes) throws IOException, InterruptedException {
    String image = mount + ".ext4";
    try {
      Command.run("mkfs.ext4", "-q", "-m", "0", image, megabytes + "m");
      Command.run("mount", "-o", "loop", image, mount.toString());
      return true;
    } catch (IOException e) {
      System.out.println("The repository will not hang: " + e.getMessage());
      Command.run(
          "mount",
          "-t",
          "tmpfs",
          "-o",
          "size=" + megabytes + "m",
          "holdfast-chaos",
          mount.toString());
      return false;
    }
  }

  /** Whether {@link #hang} is possible here. */
  public boolean canHang() {
    return canHang;
  }

  /**
   * Has whoever writes wait, as a mount over a network does whose server cannot be reached. Cannot
   * be killed meanwhile.
   */
  public void hang() throws IOException, InterruptedException {
    synchronized (hanging) {
      if (!hangs) {
        Command.run("fsfreeze", "--freeze", mount.toString());
        hangs = true;
      }
    }
  }

  /** Lets everybody go on. */
  public void goOn() throws IOException, InterruptedException {
    synchronized (hanging) {
      if (hangs) {
        Command.run("fsfreeze", "--unfreeze", mount.toString());
        hangs = false;
      }
    }
  }

  /** The file system's root. */
  Path mount() {
    return mount;
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
      goOn();
      Command.run("umount", mount.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
