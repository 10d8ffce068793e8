package io.holdfast.nbd;

import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Certificates;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Programs;
import io.holdfast.nbd.counterpart.Stranger;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import io.holdfast.nbd.tls.ClientTls;
import io.holdfast.nbd.tls.ClientTls.NameCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Copies a half sparse image over loopback TCP: our client and nbdcopy, each from our server (in a
 * process of its own) and from nbdkit, to nowhere and to a file, with TLS and without. Not a test:
 * run its main with a directory that has room.
 */
final class CopyBenchmark {
  private static final int SIZE_MIB = 2048;
  private static final int ROUNDS = 5;
  private static final int PIECE = Integer.getInteger("piece", 1 << 20);
  private static final int IN_FLIGHT = Integer.getInteger("inFlight", 16);
  private static final String ONLY = System.getProperty("only", "");
  private static final int CONNECTIONS = Integer.getInteger("connections", 4);

  private CopyBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    if (arguments.length > 1) serve(Path.of(arguments[1]), directory, arguments[2].equals("tls"));
    else measure(directory);
  }

  private static void serve(Path image, Path directory, boolean tls) throws Exception {
    NbdServerOptions options = NbdServerOptions.DEFAULTS;
    if (tls)
      options = options.withTls(new Certificates(directory.resolve("pki")).context("server"));
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_ONLY);
        NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), options)) {
      server.export("disk", device, ExportMode.READ_ONLY);
      System.out.println(server.address());
      while (System.in.read() >= 0) Thread.onSpinWait();
    }
  }

  private static void measure(Path directory) throws Exception {
    Path image = directory.resolve("bench.raw");
    if (!Files.exists(image)) {
      int[] islands = new int[SIZE_MIB / 2];
      for (int i = 0; i < islands.length; i++) islands[i] = i / 8 * 16 + i % 8;
      Images.sparse(image, (long) SIZE_MIB << 20, islands);
    }
    Certificates certificates = Certificates.create(directory.resolve("pki"));
    ClientTls tls = new ClientTls(certificates.context("client"), NameCheck.NONE);
    for (boolean secure : new boolean[] {false, true}) {
      String query = secure ? "?tls-certificates=" + certificates.directory() : "";
      String scheme = secure ? "nbds" : "nbd";
      String[] nbdkitArguments =
          secure
              ? new String[] {
                "--tls=require",
                "--tls-certificates=" + certificates.directory(),
                "file",
                image.toString()
              }
              : new String[] {"file", image.toString()};
      try (Stranger nbdkit = Stranger.nbdkitOverTcp(directory, nbdkitArguments);
          OurServer ours = OurServer.start(directory, image, secure ? "tls" : "plain")) {
        for (Path target : new Path[] {Path.of("null:"), directory.resolve("copy.raw")}) {
          @Nullable Path file = target.toString().equals("null:") ? null : target;
          for (int server = 0; server < 2; server++) {
            NbdAddress address = server == 0 ? nbdkit.address() : ours.address;
            String name = server == 0 ? "" : "disk";
            String uri =
                "%s://%s/%s%s"
                    .formatted(
                        scheme, address.toString().replace("127.0.0.1", "localhost"), name, query);
            String what =
                "%-5s %-6s to %-8s "
                    .formatted(scheme, server == 0 ? "nbdkit" : "ours", target.getFileName());
            report(what + "nbdcopy", () -> nbdcopy(uri, target));
            report(what + "our client", () -> copy(address, name, secure ? tls : null, file));
          }
        }
      }
    }
  }

  private static void nbdcopy(String uri, Path target) throws Exception {
    if (!target.toString().equals("null:")) Files.deleteIfExists(target);
    Programs.run("nbdcopy", uri, target.toString()).ok();
  }

  /** As a caller would: a virtual thread for each piece of data, buffers from a bounded supply. */
  private static void copy(
      NbdAddress address, String name, @Nullable ClientTls tls, @Nullable Path target)
      throws Exception {
    BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(CONNECTIONS * IN_FLIGHT);
    while (buffers.remainingCapacity() > 0) buffers.add(ByteBuffer.allocateDirect(PIECE));
    NbdClientOptions options =
        NbdClientOptions.DEFAULTS
            .withTls(tls)
            .withConnections(CONNECTIONS)
            .withMaxInFlight(IN_FLIGHT);
    if (target != null) Files.deleteIfExists(target);
    try (NbdClient client = NbdClient.connect(address, name, options);
        @Nullable FileChannel out =
            target == null
                ? null
                : FileChannel.open(
                    target,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SPARSE);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pieces = new ArrayList<>();
      for (NbdExtent extent : client.blockStatus(0, client.sizeBytes())) {
        if (!extent.isData()) continue;
        for (long at = extent.offset(); at < extent.end(); at += PIECE) {
          long offset = at;
          int length = (int) Math.min(PIECE, extent.end() - at);
          ByteBuffer buffer = buffers.take();
          pieces.add(
              threads.submit(() -> {
                client.read(offset, buffer.clear().limit(length));
                buffer.flip();
                if (out != null)
                  while (buffer.hasRemaining()) out.write(buffer, offset + buffer.position());
                buffers.add(buffer);
                return offset;
              }));
        }
      }
      for (Future<?> piece : pieces) piece.get();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void report(String what, Work work) throws Exception {
    if (!what.matches(".*(" + ONLY + ").*")) return;
    work.run();
    long[] millis = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
    java.util.Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-40s median %5d ms, best %5d ms, %6.0f MB/s of data%n",
        what,
        millis[ROUNDS / 2],
        millis[0],
        SIZE_MIB / 2 * 1048.576 / millis[ROUNDS / 2]);
  }

  /** Our server in a JVM of its own. */
  private record OurServer(Process process, NbdAddress address) implements AutoCloseable {
    static OurServer start(Path directory, Path image, String mode) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CopyBenchmark.class.getName(),
                  directory.toString(),
                  image.toString(),
                  mode)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
      String[] address = reader.readLine().split(":");
      return new OurServer(process, NbdAddress.tcp(address[0], Integer.parseInt(address[1])));
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
