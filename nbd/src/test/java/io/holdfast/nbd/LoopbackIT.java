package io.holdfast.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.MemoryDevice;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoopbackIT {
  private static final int MIB = Images.MIB;

  @TempDir Path directory;

  private static NbdServer serve(MemoryDevice device) throws IOException {
    NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS);
    server.export("secret", device, ExportMode.READ_WRITE);
    return server;
  }

  private static NbdClient connect(NbdServer server) throws NbdException {
    return NbdClient.connect(server.address(), "secret", NbdClientOptions.DEFAULTS);
  }

  @Test
  void client_and_server_understand_each_other_on_a_unix_socket() throws Exception {
    int size = 70 * MIB + 100;
    Path image = Images.sparse(directory.resolve("disk.raw"), size, 0, 20, 40);
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE);
        NbdServer server =
            NbdServer.start(NbdAddress.unix(directory.resolve("s")), NbdServerOptions.DEFAULTS)) {
      server.export("secret", device, ExportMode.READ_WRITE);
      try (NbdClient client = connect(server)) {
        assertThat(client.sizeBytes()).isEqualTo(size);
        await().until(() -> client.connections() == 4);
        assertThat(client.blockSizes()).isEqualTo(new BlockSizes(1, 4096, 32 * MIB));
        ByteBuffer all = ByteBuffer.allocateDirect(size);
        client.read(0, all);
        assertThat(all.flip()).isEqualTo(Images.read(image, 0, size));
        client.write(30 * MIB, Images.random(7, 12345), CommandFlag.FUA);
        client.flush();
        assertThat(Images.read(image, 30 * MIB, 12345)).isEqualTo(Images.random(7, 12345));
        client.trim(0, MIB);
        client.writeZeroes(20 * MIB, MIB, CommandFlag.FAST_ZERO);
        client.writeZeroes(40 * MIB, MIB, CommandFlag.NO_HOLE, CommandFlag.FUA);
        assertThat(client.blockStatus(0, 30 * MIB)).containsExactly(NbdExtent.hole(0, 30 * MIB));
        assertThat(client.blockStatus(0, 0)).isEmpty();
      }
      await().until(() -> server.connections() == 0);
    }
    assertThat(directory.resolve("s")).doesNotExist();
  }

  @Test
  void requests_far_more_than_memory_and_slots_all_come_through() throws Exception {
    MemoryDevice device = new MemoryDevice(64 * MIB);
    NbdServerOptions tight =
        NbdServerOptions.DEFAULTS.withMemoryPerConnection(32 * MIB).withMaxInFlight(3);
    try (NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), tight)) {
      server.export("secret", device, ExportMode.READ_WRITE);
      NbdClientOptions options = NbdClientOptions.DEFAULTS.withConnections(2).withMaxInFlight(8);
      try (NbdClient client = NbdClient.connect(server.address(), "secret", options)) {
        ByteBuffer content = Images.random(1, 33 * MIB);
        List<CompletableFuture<?>> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++)
          requests.add(client.writeAsync(i * 5 * MIB, content.duplicate()));
        for (CompletableFuture<?> request : requests) request.join();
        requests.clear();
        ByteBuffer back = ByteBuffer.allocateDirect(33 * MIB);
        for (int i = 0; i < 6; i++) requests.add(client.readAsync(25 * MIB, back.duplicate()));
        for (CompletableFuture<?> request : requests) request.join();
        assertThat(back).isEqualTo(content);
      }
    }
  }

  @Test
  void a_devices_errors_reach_the_client() throws Exception {
    MemoryDevice device = new MemoryDevice(MIB);
    try (NbdServer server = serve(device);
        NbdClient client = connect(server)) {
      device.put(() -> {
        throw new DeviceException(NbdErrorCode.ENOSPC, "full");
      });
      assertError(client, NbdErrorCode.ENOSPC);
      device.put(() -> {
        throw new IllegalStateException("a bug");
      });
      assertError(client, NbdErrorCode.EIO);
      device.put(() -> {});
      client.write(0, ByteBuffer.allocate(512));
      await().until(() -> client.connections() == 4);
    }
  }

  private static void assertError(NbdClient client, NbdErrorCode code) {
    assertThatThrownBy(() -> client.write(0, ByteBuffer.allocate(512)))
        .isInstanceOfSatisfying(NbdErrorException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThatThrownBy(() -> client.blockStatus(0, 512)).isInstanceOf(NbdErrorException.class);
    assertThatThrownBy(() -> client.read(0, ByteBuffer.allocate(512)))
        .isInstanceOf(NbdErrorException.class);
  }

  @Test
  void an_interrupted_reader_gets_its_data_and_keeps_its_flag() throws Exception {
    MemoryDevice device = new MemoryDevice(MIB);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicBoolean flagged = new AtomicBoolean();
    try (NbdServer server = serve(device);
        NbdClient client = connect(server)) {
      client.write(0, Images.random(1, 4096));
      device.put(() -> pass(gate));
      ByteBuffer back = ByteBuffer.allocateDirect(4096);
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.read(0, back);
                  flagged.set(Thread.currentThread().isInterrupted());
                } catch (NbdException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().until(() -> device.inside() == 1);
      reader.interrupt();
      gate.countDown();
      reader.join();
      assertThat(flagged).isTrue();
      assertThat(back.flip()).isEqualTo(Images.random(1, 4096));
      await().until(() -> client.connections() == 4);
    }
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("A device is never interrupted", e);
    }
  }

  @Test
  void an_address_in_use_is_told_and_a_dead_socket_file_is_not_in_the_way() throws Exception {
    Path socket = directory.resolve("s");
    Files.createFile(socket);
    try (NbdServer server = NbdServer.start(NbdAddress.unix(socket), NbdServerOptions.DEFAULTS)) {
      assertThatThrownBy(() -> NbdServer.start(server.address(), NbdServerOptions.DEFAULTS))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("cannot listen at unix:");
    }
    try (NbdServer server = serve(new MemoryDevice(MIB))) {
      assertThatThrownBy(() -> NbdServer.start(server.address(), NbdServerOptions.DEFAULTS))
          .isInstanceOf(BindException.class)
          .hasMessageContaining(server.address().toString());
    }
  }

  @Test
  void nobody_at_the_address_is_said_so() {
    assertThatThrownBy(() ->
            NbdClient.connect(
                NbdAddress.unix(directory.resolve("no")), "x", NbdClientOptions.DEFAULTS))
        .isInstanceOfSatisfying(
            NbdNegotiationException.class,
            e -> assertThat(e.reason()).isEqualTo(NbdNegotiationException.Reason.UNREACHABLE))
        .hasMessageContaining("is not reachable");
    assertThatThrownBy(() ->
            NbdClient.connect(
                NbdAddress.tcp("no.such.host.invalid", 1), "x", NbdClientOptions.DEFAULTS))
        .hasMessageContaining("name is unknown");
  }
}
