package io.holdfast.nbd.counterpart;

import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.NbdAddress;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A running NBD server of another project. */
public final class Stranger implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ProcessHandle process;
  private final NbdAddress address;

  private Stranger(ProcessHandle process, NbdAddress address) {
    this.process = process;
    this.address = address;
  }

  public NbdAddress address() {
    return address;
  }

  public ProcessHandle process() {
    return process;
  }

  /** qemu-nbd, for up to eight clients at once, on a unix socket in the directory. */
  public static Stranger qemuNbd(Path directory, String... arguments) throws IOException {
    Programs.need("qemu-nbd");
    Path socket = directory.resolve("qemu%d.sock".formatted(COUNT.incrementAndGet()));
    List<String> command =
        new ArrayList<>(List.of("qemu-nbd", "-t", "-e", "8", "-k", socket.toString()));
    command.addAll(List.of(arguments));
    Process process = start(command, directory);
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket) || !process.isAlive());
    return new Stranger(process.toHandle(), NbdAddress.unix(socket));
  }

  /** nbdkit on a unix socket in the directory. */
  public static Stranger nbdkit(Path directory, String... arguments) throws IOException {
    Path socket = directory.resolve("nbdkit%d.sock".formatted(COUNT.incrementAndGet()));
    return nbdkit(directory, NbdAddress.unix(socket), List.of("-U", socket.toString()), arguments);
  }

  /** nbdkit on a free port of the loopback interface. */
  public static Stranger nbdkitOverTcp(Path directory, String... arguments) throws IOException {
    int port = freePort();
    List<String> listen = List.of("-i", "127.0.0.1", "-p", Integer.toString(port));
    return nbdkit(directory, NbdAddress.tcp("127.0.0.1", port), listen, arguments);
  }

  /**
   * In the foreground nbdkit would end with the thread that started it, so it goes to the
   * background and leaves its process id in a file once it listens.
   */
  private static Stranger nbdkit(
      Path directory, NbdAddress address, List<String> listen, String... arguments)
      throws IOException {
    Programs.need("nbdkit");
    Path pid = directory.resolve("nbdkit%d.pid".formatted(COUNT.incrementAndGet()));
    List<String> command = new ArrayList<>(List.of("nbdkit", "-P", pid.toString()));
    command.addAll(listen);
    command.addAll(List.of(arguments));
    start(command, directory);
    return daemon(pid, address);
  }

  /**
   * nbd-server, the reference implementation, on a free port, with one export that it lets clients
   * write to.
   */
  public static Stranger nbdServer(Path directory, String exportName, Path file)
      throws IOException {
    Programs.need("nbd-server");
    int port = freePort();
    Path configuration = directory.resolve("nbd-server.conf");
    Files.writeString(
        configuration,
        """
        [generic]
        allowlist=true
        listenaddr=127.0.0.1
        port=%d
        [%s]
        exportname=%s
        flush=true
        fua=true
        trim=true
        """
            .formatted(port, exportName, file));
    Path pid = directory.resolve("nbd-server.pid");
    start(List.of("nbd-server", "-C", configuration.toString(), "-p", pid.toString()), directory);
    return daemon(pid, NbdAddress.tcp("127.0.0.1", port));
  }

  private static Stranger daemon(Path pid, NbdAddress address) throws IOException {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    if (address instanceof NbdAddress.Tcp(String host, int port)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> listens(host, port));
    }
    return new Stranger(process, address);
  }

  private static boolean listens(String host, int port) {
    try (Socket probe = new Socket(host, port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Process start(List<String> command, Path directory) throws IOException {
    File log = directory.resolve("server%d.log".formatted(COUNT.incrementAndGet())).toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(log)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
