package io.holdfast.chaos.place;

import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The workers' ways to the repository's file system: each worker sees it by a mount of its own over
 * the network (SFTP, by FUSE), through a gate of the harness. While a link is cut, whoever reads or
 * writes waits, as with a hard mount of NFS; a connection that broke is made anew, and what was
 * under way fails. Where no such mount can be made, workers see the file system itself.
 */
public final class RepositoryLinks {

  /** Where the gate listens. */
  public static final int PORT = 2023;

  private static final int SERVER_PORT = 2022;
  private static final int CONNECT_MILLIS = 1_000;
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Path SERVER = Path.of("/usr/lib/openssh/sftp-server");
  private static final Gate.Manner USUAL = new Gate.Manner(100_000_000, 0);

  /** Nothing is remembered: the mounts of other workers write, too. */
  private static final String OPTIONS =
      "directport="
          + PORT
          + ",reconnect,dir_cache=no,entry_timeout=0,negative_timeout=0,attr_timeout=0";

  private final Network network;
  private final Path shared;
  private final Path mounts;
  private final Gate gate;
  private final List<Path> mounted = new ArrayList<>();
  private final boolean available;

  /**
   * The server and the gate.
   *
   * @param shared the file system
   * @param mounts an empty directory for the workers' mounts
   */
  RepositoryLinks(Network network, Path shared, Path mounts, Traces traces)
      throws IOException, InterruptedException {
    this.network = network;
    this.shared = shared;
    this.mounts = mounts;
    this.available = serve(traces);
    this.gate =
        new Gate(
            network.harness(), PORT, new InetSocketAddress(network.harness(), SERVER_PORT), USUAL);
    traces.add(gate);
  }

  private boolean serve(Traces traces) throws IOException, InterruptedException {
    try {
      Command.run("sshfs", "--version");
      Command.run("socat", "-V");
    } catch (IOException e) {
      return no(String.valueOf(e.getMessage()));
    }
    if (!Files.isExecutable(SERVER) || !Files.exists(Path.of("/dev/fuse"))) {
      return no(SERVER + " or /dev/fuse is missing");
    }
    String listen =
        "TCP-LISTEN:%d,bind=%s,reuseaddr,fork".formatted(SERVER_PORT, network.harness());
    Process server = new ProcessBuilder("socat", listen, "EXEC:" + SERVER).inheritIO().start();
    traces.add(() -> server.destroyForcibly().waitFor());
    while (server.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(network.harness(), SERVER_PORT), CONNECT_MILLIS);
        return true;
      } catch (IOException e) {
        Pause.of(LOOK_EVERY);
      }
    }
    throw new IOException("socat ended with " + server.exitValue());
  }

  private static boolean no(String why) {
    System.out.println(
        "No link to the repository will be cut; that needs sshfs, socat and openssh-sftp-server: "
            + why);
    return false;
  }

  /** Whether there are links. */
  public boolean areAvailable() {
    return available;
  }

  public Gate gate() {
    return gate;
  }

  /** What a worker's command begins with, after entering its namespace: its mount is in place. */
  List<String> over(String worker) throws IOException, InterruptedException {
    if (!available) {
      return List.of();
    }
    Path mount = Files.createDirectories(mounts.resolve(worker));
    List<String> command = new ArrayList<>(network.enteringLinksOnly(worker));
    command.addAll(
        List.of("sshfs", "-o", OPTIONS, network.harness() + ":" + shared, mount.toString()));
    Command.run(command);
    mounted.add(mount);
    // In the mount namespace of this one process and its children.
    return List.of(
        "sh",
        "-c",
        "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"",
        mount.toString(),
        shared.toString());
  }

  /** Ends every mount; whoever waits for one goes on with an error. */
  void end() throws IOException, InterruptedException {
    for (Path mount : mounted) {
      Command.run("umount", "--force", "--lazy", mount.toString());
    }
    mounted.clear();
  }
}
