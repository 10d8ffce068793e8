package io.holdfast.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content that goes from a file to the socket without a copy. */
@Timeout(60)
class SentFileIT {
  private static final int SIZE = 8 * Images.MIB;

  @TempDir Path directory;

  enum Socket {
    TCP,
    UNIX
  }

  /** A server with one export, whose content lies in a file. */
  private final class Served implements AutoCloseable {
    final MemoryDevice device = new MemoryDevice(SIZE);
    final FileChannel file;
    final NbdServer server;
    final NbdClient client;

    Served(Socket socket, ByteBuffer content) throws IOException {
      Path image = directory.resolve("image");
      Files.write(image, content.array());
      file = FileChannel.open(image);
      device.lieIn(file);
      NbdAddress address =
          socket == Socket.UNIX
              ? NbdAddress.unix(directory.resolve("s"))
              : NbdAddress.tcp("127.0.0.1", 0);
      server = NbdServer.start(address, NbdServerOptions.DEFAULTS);
      server.export("disk", device, ExportMode.READ_WRITE);
      client =
          NbdClient.connect(server.address(), "disk", NbdClientOptions.DEFAULTS.withConnections(1));
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
      file.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void all_of_a_file_arrives_in_its_place(Socket socket) throws Exception {
    ByteBuffer content = Images.random(1, SIZE);
    try (Served served = new Served(socket, content)) {
      ByteBuffer all = ByteBuffer.allocate(SIZE);
      served.client.read(0, all);
      assertThat(all.flip()).isEqualTo(content);

      ByteBuffer part = ByteBuffer.allocate(300_001);
      served.client.read(12_345, part);
      assertThat(part.flip()).isEqualTo(content.slice(12_345, 300_001));
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_a_file_cannot_be_read_is_an_error_and_the_connection_goes_on(Socket socket)
      throws Exception {
    ByteBuffer half = Images.random(1, SIZE / 2);
    try (Served served = new Served(socket, half)) {
      assertThatThrownBy(() -> served.client.read(SIZE / 2 - 100_000, ByteBuffer.allocate(200_000)))
          .isInstanceOf(NbdErrorException.class)
          .hasMessageContaining("EIO");

      ByteBuffer before = ByteBuffer.allocate(SIZE / 2);
      served.client.read(0, before);
      assertThat(before.flip()).isEqualTo(half);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_takes_nothing_is_cut_when_the_export_is_withdrawn(Socket socket)
      throws Exception {
    CountDownLatch withdrawn = new CountDownLatch(1);
    try (Served served = new Served(socket, Images.random(1, SIZE))) {
      holdUpReceiving(served.client, withdrawn);
      List<CompletableFuture<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        waiting.add(served.client.readAsync(0, ByteBuffer.allocate(SIZE)));
      }
      await().until(() -> served.device.calls() > 2);

      assertThat(served.server.withdraw("disk", Duration.ofSeconds(30))).isTrue();

      withdrawn.countDown();
      for (CompletableFuture<?> each : waiting) {
        assertThatThrownBy(() -> each.get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(NbdConnectionException.class);
      }
      await().until(() -> served.server.connections() == 0);
    }
  }

  /** What is to be done next is done by the thread that receives, unless it is late. */
  private static void holdUpReceiving(NbdClient client, CountDownLatch gate) {
    Thread caller = Thread.currentThread();
    CompletableFuture<?> held;
    do {
      held =
          client
              .readAsync(0, ByteBuffer.allocate(SIZE))
              .thenRun(() -> {
                if (Thread.currentThread() != caller) pass(gate);
              });
    } while (held.isDone());
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("A receiving thread is never interrupted", e);
    }
  }
}
