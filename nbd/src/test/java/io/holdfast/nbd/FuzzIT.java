package io.holdfast.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.MemoryDevice;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import io.holdfast.nbd.tls.ClientTls;
import io.holdfast.nbd.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged streams end their own connection, in time and with the right exceptions, while a good
 * client keeps working.
 */
@Timeout(300)
class FuzzIT {
  private static final int SEEDS = Integer.getInteger("nbd.fuzz.seeds", 240);
  private static final int AT_ONCE = 12;
  private static final NbdClientOptions IMPATIENT =
      NbdClientOptions.DEFAULTS
          .withConnections(1)
          .withConnectTimeout(Duration.ofSeconds(2))
          .withRequestTimeout(Duration.ofSeconds(1));

  @TempDir Path directory;

  private interface Attack {
    void run(NbdServer server, long seed) throws Exception;
  }

  @Test
  void damaged_streams_harm_nobody_else() throws Exception {
    attack(
        NbdServerOptions.DEFAULTS, null, (server, seed) -> throughFaultyWire(server, seed, null));
  }

  @Test
  void damaged_tls_streams_harm_nobody_else() throws Exception {
    TlsIdentity identity = TlsIdentity.loadOrCreate(directory, "node");
    ClientTls tls = ClientTls.pinned(identity.certificatePem());
    NbdServerOptions options = NbdServerOptions.DEFAULTS.withTls(identity.serverContext());
    attack(options, tls, (server, seed) -> throughFaultyWire(server, seed, tls));
  }

  @Test
  void noise_harms_nobody_else() throws Exception {
    attack(NbdServerOptions.DEFAULTS, null, FuzzIT::noise);
  }

  @Test
  void noise_from_a_server_is_an_exception_in_time_and_nothing_else() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        ExecutorService server = Executors.newVirtualThreadPerTaskExecutor()) {
      NbdAddress address = NbdAddress.tcp("127.0.0.1", listener.getLocalPort());
      for (long seed = 0; seed < 4 * SEEDS; seed++) {
        byte[] noise = serverNoise(new Random(seed));
        server.submit(() -> {
          try (Socket client = listener.accept()) {
            client.getOutputStream().write(noise);
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
          }
          return noise;
        });
        try (NbdClient client = NbdClient.connect(address, "fuzzed", IMPATIENT)) {
          client.read(0, ByteBuffer.allocate((int) Math.min(512, client.sizeBytes())));
        } catch (NbdException expected) {
          assertThat(expected.getMessage()).doesNotContain("fuzzed");
        } catch (IllegalArgumentException e) {
          assertThat(e).hasMessageContaining("cuts through a block");
        }
      }
    }
  }

  /** A greeting, replies to the options that a client asks for, and replies to requests. */
  private static byte[] serverNoise(Random random) {
    ByteBuffer noise = ByteBuffer.allocate(4096);
    noise.putLong(0x4e42444d41474943L).putLong(0x49484156454f5054L);
    noise.putShort((short) (random.nextInt(8) == 0 ? random.nextInt() : 3));
    for (int option : new int[] {8, 10, 10, 7, 7, 7}) {
      int length = random.nextInt(32);
      int claimed = random.nextInt(8) == 0 ? random.nextInt() : length;
      int type = random.nextInt(3) == 0 ? random.nextInt() : 1 + random.nextInt(4);
      noise.putLong(0x3e889045565a9L).putInt(option).putInt(type).putInt(claimed);
      noise.put(bytes(random, length));
    }
    noise.putLong(0x3e889045565a9L).putInt(7).putInt(1).putInt(0);
    for (int i = 0; i < 4; i++) {
      noise.putInt(random.nextBoolean() ? 0x67446698 : 0x668e33ef).put(bytes(random, 28));
    }
    return Arrays.copyOf(noise.array(), noise.position());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void attack(NbdServerOptions options, @Nullable ClientTls tls, Attack attack)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    NbdServerOptions impatient = options.withHandshakeTimeout(Duration.ofSeconds(5));
    NbdClientOptions patient = NbdClientOptions.DEFAULTS.withConnections(2).withTls(tls);
    try (NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), impatient);
        ExecutorService good = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService bad = Executors.newFixedThreadPool(AT_ONCE)) {
      server.export("good", new MemoryDevice(Images.MIB), ExportMode.READ_WRITE);
      server.export("fuzzed", new MemoryDevice(Images.MIB), ExportMode.READ_WRITE);
      NbdClient client = NbdClient.connect(server.address(), "good", patient);
      Future<Integer> goodClient = good.submit(() -> work(client, over));
      List<Future<?>> attacks = new ArrayList<>();
      for (long seed = 0; seed < SEEDS; seed++) {
        long thisSeed = seed;
        attacks.add(
            bad.submit(() -> {
              attack.run(server, thisSeed);
              return thisSeed;
            }));
      }
      try {
        for (Future<?> each : attacks) each.get(120, TimeUnit.SECONDS);
      } finally {
        over.set(true);
      }
      assertThat(goodClient.get(20, TimeUnit.SECONDS)).isPositive();
      await().atMost(Duration.ofSeconds(20)).until(() -> server.connections() == 0);
    }
  }

  /** Writes and reads back, over and over, on connections that nobody disturbs. */
  private static int work(NbdClient client, AtomicBoolean over) throws NbdException {
    int rounds = 0;
    ByteBuffer back = ByteBuffer.allocate(8192);
    try (client) {
      while (!over.get()) {
        ByteBuffer content = Images.random(rounds, 8192);
        client.write(rounds % 64 * 8192, content.duplicate());
        client.read(rounds % 64 * 8192, back.clear());
        assertThat(back.flip()).isEqualTo(content);
        rounds++;
      }
      await().until(() -> client.connections() == 2);
    }
    return rounds;
  }

  /** Whatever comes of it, it comes in time, and as one of the exceptions that are promised. */
  private static void throughFaultyWire(NbdServer server, long seed, @Nullable ClientTls tls)
      throws IOException {
    try (FaultyWire wire = new FaultyWire(server.address(), seed);
        NbdClient client = NbdClient.connect(wire.address(), "fuzzed", IMPATIENT.withTls(tls))) {
      int length = (int) Math.min(4096, client.sizeBytes());
      client.read(0, ByteBuffer.allocate(length));
      client.write(0, ByteBuffer.allocate(length), CommandFlag.FUA);
      client.blockStatus(0, length);
      client.writeZeroes(0, length);
      client.trim(0, length);
      client.flush();
      for (int i = 0; i < 10; i++) client.read(0, ByteBuffer.allocate(100));
    } catch (NbdException expected) {
      assertThat(expected.getMessage()).doesNotContain("fuzzed");
    } catch (IllegalArgumentException e) {
      // The damage hit a block size, to which the requests then do not keep.
      assertThat(e).hasMessageContaining("cuts through a block");
    }
  }

  private static void noise(NbdServer server, long seed) throws IOException {
    Random random = new Random(seed);
    NbdAddress.Tcp address = (NbdAddress.Tcp) server.address();
    try (Socket socket = new Socket(address.host(), address.port())) {
      socket.setSoTimeout(20_000);
      byte[] bytes = new byte[random.nextInt(100_000)];
      random.nextBytes(bytes);
      // Most begin well, so that more than the first check is reached.
      ByteBuffer start = ByteBuffer.wrap(bytes);
      if (seed % 4 != 0 && bytes.length > 64)
        start
            .putInt(3)
            .putLong(0x49484156454f5054L)
            .putInt((int) (seed % 12))
            .putInt((int) (seed * 7));
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        while (in.read(bytes) >= 0) Thread.onSpinWait();
      } catch (SocketException e) {
        // A reset is an end as well.
      }
    }
  }
}
