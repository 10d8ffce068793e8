package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Programs;
import io.holdfast.nbd.counterpart.Stranger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NbdkitIT {
  private static final int MIB = Images.MIB;
  private static final int SIZE = 64 * MIB;

  @TempDir Path directory;

  @BeforeEach
  void needsNbdkit() {
    Programs.need("nbdkit");
  }

  @Test
  void reads_writes_and_maps_a_file_over_tcp() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0, 20, 63);
    try (Stranger nbdkit = Stranger.nbdkitOverTcp(directory, "file", image.toString());
        NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS)) {
      await().until(() -> client.connections() == 4);
      assertThat(client.blockStatus(0, SIZE)).hasSize(5).endsWith(NbdExtent.data(63 * MIB, MIB));
      ByteBuffer all = ByteBuffer.allocate(SIZE);
      client.read(0, all);
      assertThat(all.flip()).isEqualTo(Images.read(image, 0, SIZE));
      client.write(7, Images.random(2, 40 * MIB), CommandFlag.FUA);
      assertThat(Images.read(image, 7, 40 * MIB)).isEqualTo(Images.random(2, 40 * MIB));
      client.writeZeroes(0, SIZE);
      client.flush();
      assertThat(client.blockStatus(0, SIZE)).allMatch(NbdExtent::isZero);
    }
  }

  @Test
  void finds_the_data_of_a_large_sparse_disk() throws Exception {
    try (Stranger nbdkit =
            Stranger.nbdkit(
                directory,
                "-r",
                "sparse-random",
                "64G",
                "seed=42",
                "percent=0.1",
                "runlength=1048576");
        NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS)) {
      long size = client.sizeBytes();
      assertThat(size).isEqualTo(64L << 30);
      List<NbdExtent> extents = client.blockStatus(0, 64L << 30);
      assertThat(extents.getLast().end()).isEqualTo(64L << 30);
      NbdExtent data = extents.stream().filter(NbdExtent::isData).findFirst().orElseThrow();
      ByteBuffer content = ByteBuffer.allocateDirect((int) Math.min(data.length(), MIB));
      client.read(data.offset(), content);
      content.flip();
      assertThat(content).isNotEqualTo(ByteBuffer.allocate(content.remaining()));
    }
  }

  @Test
  void hears_of_an_error_and_goes_on() throws Exception {
    Path trigger = directory.resolve("trigger");
    try (Stranger nbdkit =
            Stranger.nbdkit(
                directory,
                "--filter=error",
                "memory",
                "1M",
                "error-pread-rate=100%",
                "error=EIO",
                "error-file=" + trigger);
        NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS)) {
      client.write(0, Images.random(3, 4096));
      Files.createFile(trigger);
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> client.read(0, ByteBuffer.allocate(4096)))
            .isInstanceOfSatisfying(
                NbdErrorException.class, e -> assertThat(e.code()).isEqualTo(NbdErrorCode.EIO))
            .hasMessageContaining("READ of 4096 bytes at 0");
      }
      Files.delete(trigger);
      ByteBuffer back = ByteBuffer.allocate(4096);
      client.read(0, back);
      assertThat(back.flip()).isEqualTo(Images.random(3, 4096));
    }
  }

  @Test
  void keeps_many_slow_requests_in_flight() throws Exception {
    Path log = directory.resolve("requests.log");
    try (Stranger nbdkit =
            Stranger.nbdkit(
                directory,
                "--filter=log",
                "--filter=delay",
                "memory",
                "1M",
                "delay-read=100ms",
                "logfile=" + log);
        NbdClient client =
            NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS.withConnections(2))) {
      List<CompletableFuture<?>> reads = new ArrayList<>();
      for (int i = 0; i < 64; i++) reads.add(client.readAsync(i * 512, ByteBuffer.allocate(512)));
      CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).join();
    }
    int inFlight = 0;
    int most = 0;
    for (String line : Files.readAllLines(log)) {
      inFlight += line.contains("...Read ") ? -1 : line.contains(" Read ") ? 1 : 0;
      most = Math.max(most, inFlight);
    }
    assertThat(most).as("of 2 connections with 16 each").isGreaterThan(8);
  }

  @Test
  void breaks_a_connection_whose_server_stalls() throws Exception {
    NbdClientOptions options = NbdClientOptions.DEFAULTS.withRequestTimeout(Duration.ofMillis(300));
    try (Stranger nbdkit =
            Stranger.nbdkit(directory, "--filter=delay", "memory", "1M", "delay-read=30");
        NbdClient client = NbdClient.connect(nbdkit.address(), "", options)) {
      assertThatThrownBy(() -> client.read(0, ByteBuffer.allocate(512)))
          .isInstanceOf(NbdConnectionException.class)
          .hasMessageContaining("no answer within 300 ms");
      await().until(() -> client.connections() == 3);
      client.write(0, ByteBuffer.allocate(512));
      nbdkit.process().destroyForcibly();
    }
  }

  @Test
  void fails_all_requests_when_the_server_dies() throws Exception {
    try (Stranger nbdkit =
            Stranger.nbdkitOverTcp(directory, "--filter=delay", "memory", "1M", "delay-read=30");
        NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS)) {
      await().until(() -> client.connections() == 4);
      List<CompletableFuture<?>> reads = new ArrayList<>();
      for (int i = 0; i < 40; i++) reads.add(client.readAsync(i * 512, ByteBuffer.allocate(512)));
      nbdkit.process().destroyForcibly();
      for (CompletableFuture<?> read : reads) {
        assertThatThrownBy(read::join)
            .isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(NbdConnectionException.class);
      }
      assertThat(client.isOpen()).isFalse();
      assertThatThrownBy(() -> client.read(0, ByteBuffer.allocate(512)))
          .isInstanceOf(NbdConnectionException.class);
    }
  }

  @Test
  void closing_ends_requests_that_wait() throws Exception {
    try (Stranger nbdkit =
        Stranger.nbdkit(directory, "--filter=delay", "memory", "1M", "delay-read=30")) {
      NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS);
      CompletableFuture<?> read = client.readAsync(0, ByteBuffer.allocate(512));
      client.close();
      assertThatThrownBy(read::join)
          .hasCauseInstanceOf(NbdConnectionException.class)
          .hasMessageContaining("closed by this client");
      client.close();
      nbdkit.process().destroyForcibly();
    }
  }

  @Test
  void keeps_to_the_block_sizes() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), 8 * MIB, 0, 5);
    try (Stranger nbdkit =
            Stranger.nbdkit(
                directory,
                "--filter=blocksize-policy",
                "file",
                image.toString(),
                "blocksize-minimum=512",
                "blocksize-preferred=64k",
                "blocksize-maximum=1M",
                "blocksize-error-policy=error");
        NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS)) {
      assertThat(client.blockSizes()).isEqualTo(new BlockSizes(512, 65536, MIB));
      ByteBuffer all = ByteBuffer.allocate(8 * MIB);
      client.read(0, all);
      assertThat(all.flip()).isEqualTo(Images.read(image, 0, 8 * MIB));
      assertThatThrownBy(() -> client.read(100, ByteBuffer.allocate(3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("blocks of 512 bytes");
      assertThatThrownBy(() -> client.read(8 * MIB, ByteBuffer.allocate(512)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("outside");
    }
  }

  @Test
  void reads_a_tail_that_is_no_whole_block() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), MIB + 100, 0);
    try (Stranger nbdkit =
            Stranger.nbdkit(
                directory,
                "--filter=blocksize-policy",
                "file",
                image.toString(),
                "blocksize-minimum=512",
                "blocksize-preferred=4096",
                "blocksize-maximum=1M",
                "blocksize-error-policy=allow");
        NbdClient client = NbdClient.connect(nbdkit.address(), "", NbdClientOptions.DEFAULTS)) {
      ByteBuffer tail = ByteBuffer.allocate(612);
      client.read(MIB - 512, tail);
      assertThat(tail.flip()).isEqualTo(Images.read(image, MIB - 512, 612));
    }
  }
}
