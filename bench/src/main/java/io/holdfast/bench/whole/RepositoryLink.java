package io.holdfast.bench.whole;

import io.holdfast.cli.output.Pause;
import io.holdfast.cli.up.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A repository's directory that is reached by way of a link: mounted over SFTP (FUSE). Needs
 * Debian's {@code sshfs socat openssh-sftp-server}.
 */
final class RepositoryLink implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Path mount;
  private final Process server;
  private final DelayedLink link;

  /**
   * Mounts it; no delay yet.
   *
   * @param directory where the files really lie; made
   * @param mount where they are seen; an empty directory
   */
  RepositoryLink(Path directory, Path mount) throws IOException, InterruptedException {
    this.mount = mount;
    Files.createDirectories(directory);
    Files.createDirectories(mount);
    int port = Ports.any(LOOPBACK);
    String listen = "TCP-LISTEN:%d,bind=%s,nodelay,reuseaddr,fork".formatted(port, LOOPBACK);
    server =
        new ProcessBuilder("socat", "-b", "262144", listen, "EXEC:/usr/lib/openssh/sftp-server")
            .inheritIO()
            .start();
    InetSocketAddress far = new InetSocketAddress(InetAddress.getByName(LOOPBACK), port);
    while (!answers(far)) {
      Pause.of(LOOK_EVERY);
    }
    int near = Ports.any(LOOPBACK);
    link = DelayedLink.between(new InetSocketAddress(far.getAddress(), near), far);
    // Else the kernel asks for 128 KiB at a time, and of those for twelve at once.
    String options = "direct_io,directport=" + near;
    run(List.of("sshfs", "-o", options, LOOPBACK + ":" + directory, mount.toString()));
  }

  private boolean answers(InetSocketAddress far) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(far, 1000);
      return true;
    } catch (IOException e) {
      if (!server.isAlive()) {
        throw new IOException("socat ended with " + server.exitValue(), e);
      }
      return false;
    }
  }

  void delay(Duration delay) {
    link.delay(delay);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run(List.of("umount", "--lazy", mount.toString()));
    link.close();
    server.destroy();
    server.waitFor();
  }
}
