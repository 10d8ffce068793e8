package io.holdfast.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The fencing promise: after an export is withdrawn, nothing that a client sent reaches its device.
 */
@Timeout(60)
class WithdrawIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MemoryDevice device = new MemoryDevice(8 * Images.MIB);
  private NbdServer server = start();

  private static NbdServer start() {
    try {
      return NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void export() {
    server.export("disk", device, ExportMode.READ_WRITE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private NbdClient client() throws NbdException {
    return NbdClient.connect(server.address(), "disk", NbdClientOptions.DEFAULTS);
  }

  @Test
  void a_write_inside_the_device_is_waited_for_and_nothing_follows_it() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    device.put(() -> pass(gate));
    try (NbdClient client = client()) {
      CompletableFuture<?> write = client.writeAsync(0, Images.random(1, 4096));
      await().until(() -> device.inside() == 1);

      assertThat(server.withdraw("disk", Duration.ofMillis(50))).isFalse();
      assertThatThrownBy(() -> write.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NbdConnectionException.class);
      assertThat(device.inside()).isEqualTo(1);
      assertThatThrownBy(() -> server.export("disk", device, ExportMode.READ_WRITE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageNotContaining("disk");
      assertThatThrownBy(this::client).isInstanceOf(NbdNegotiationException.class);

      gate.countDown();
      assertThat(server.withdraw("disk", LONG)).isTrue();
      assertThat(device.inside()).isZero();
      assertThat(device.calls()).isEqualTo(1);
    }
    server.export("disk", device, ExportMode.READ_WRITE);
    client().close();
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("A device is never interrupted", e);
    }
  }

  @RepeatedTest(10)
  void many_clients_that_write_with_all_their_might_are_cut() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        NbdClient one = client();
        NbdClient other = client()) {
      for (int i = 0; i < 40; i++) {
        NbdClient client = i % 2 == 0 ? one : other;
        int offset = i * 8192;
        writers.add(threads.submit(() -> writeUntilBroken(client, offset)));
      }
      await().until(() -> device.calls() > 500);

      assertThat(server.withdraw("disk", LONG)).isTrue();
      int calls = device.calls();
      assertThat(device.inside()).isZero();

      for (Future<?> writer : writers) {
        assertThatThrownBy(() -> writer.get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(NbdConnectionException.class);
      }
      await().until(() -> server.connections() == 0);
      assertThat(device.calls()).isEqualTo(calls);
    }
  }

  private static Void writeUntilBroken(NbdClient client, int offset) throws NbdException {
    while (true) client.write(offset, ByteBuffer.allocate(8192));
  }

  @Test
  void other_exports_go_on() throws Exception {
    MemoryDevice neighbour = new MemoryDevice(Images.MIB);
    server.export("neighbour", neighbour, ExportMode.READ_WRITE);
    try (NbdClient cut = client();
        NbdClient spared =
            NbdClient.connect(server.address(), "neighbour", NbdClientOptions.DEFAULTS)) {
      assertThat(server.withdraw("disk", LONG)).isTrue();
      assertThatThrownBy(() -> cut.flush()).isInstanceOf(NbdConnectionException.class);
      spared.write(0, Images.random(1, 512));
    }
  }

  @Test
  void withdrawing_what_is_not_there_is_no_error() throws Exception {
    assertThat(server.withdraw("nothing", LONG)).isTrue();
  }

  @Test
  void closing_the_server_cuts_everybody() throws Exception {
    try (NbdClient client = client()) {
      server.close();
      assertThatThrownBy(client::flush).isInstanceOf(NbdConnectionException.class);
      assertThatThrownBy(this::client).isInstanceOf(NbdNegotiationException.class);
    }
  }
}
