package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.NbdNegotiationException.Reason;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Programs;
import io.holdfast.nbd.counterpart.Stranger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuNbdIT {
  private static final int MIB = Images.MIB;
  private static final int SIZE = 64 * MIB;

  @TempDir Path directory;

  @BeforeEach
  void needsQemu() {
    Programs.need("qemu-nbd", "qemu-img", "qemu-io");
  }

  @Test
  void reads_writes_and_maps_a_raw_image() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0, 20, 63);
    try (Stranger qemu = Stranger.qemuNbd(directory, "-f", "raw", "-x", "disk", image.toString());
        NbdClient client = NbdClient.connect(qemu.address(), "disk", NbdClientOptions.DEFAULTS)) {
      assertThat(client.sizeBytes()).isEqualTo(SIZE);
      await().until(() -> client.connections() == 4);
      assertThat(client.flags().canFastZero()).isTrue();
      assertThat(client.blockStatus(0, SIZE))
          .containsExactly(
              NbdExtent.data(0, MIB),
              NbdExtent.hole(MIB, 19 * MIB),
              NbdExtent.data(20 * MIB, MIB),
              NbdExtent.hole(21 * MIB, 42 * MIB),
              NbdExtent.data(63 * MIB, MIB));

      // qemu answers a read across a hole in several chunks.
      ByteBuffer all = ByteBuffer.allocateDirect(SIZE);
      client.read(0, all);
      assertThat(all.flip()).isEqualTo(Images.read(image, 0, SIZE));

      client.write(5 * MIB + 512, Images.random(1, 3 * MIB), CommandFlag.FUA);
      client.writeZeroes(20 * MIB, MIB);
      client.writeZeroes(30 * MIB, MIB, CommandFlag.NO_HOLE);
      client.trim(63 * MIB, MIB);
      client.flush();
      assertThat(Images.read(image, 5 * MIB + 512, 3 * MIB)).isEqualTo(Images.random(1, 3 * MIB));
      assertThat(client.blockStatus(20 * MIB, MIB)).containsExactly(NbdExtent.hole(20 * MIB, MIB));
      assertThat(client.blockStatus(30 * MIB, MIB)).allMatch(NbdExtent::isZero);
    }
  }

  @Test
  void asks_for_a_dirty_bitmap() throws Exception {
    Path image = directory.resolve("disk.qcow2");
    Programs.run("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "64M").ok();
    Programs.run("qemu-img", "bitmap", "--add", "-g", "65536", image.toString(), "b0").ok();
    Programs.run("qemu-io", "-f", "qcow2", "-c", "write -P 0x5a 10M 256k", image.toString()).ok();
    NbdClientOptions options =
        NbdClientOptions.DEFAULTS.withMetaContexts(
            List.of("qemu:dirty-bitmap:b0", "qemu:no-such-thing"));
    try (Stranger qemu =
            Stranger.qemuNbd(directory, "-r", "-f", "qcow2", "-B", "b0", image.toString());
        NbdClient client = NbdClient.connect(qemu.address(), "", options)) {
      assertThat(client.metaContexts()).containsExactly("base:allocation", "qemu:dirty-bitmap:b0");
      assertThat(client.blockStatus("qemu:dirty-bitmap:b0", 0, SIZE))
          .containsExactly(
              new NbdExtent(0, 10 * MIB, 0),
              new NbdExtent(10 * MIB, 256 * 1024, 1),
              new NbdExtent(10 * MIB + 256 * 1024, 54 * MIB - 256 * 1024, 0));
      assertThat(client.blockStatus(10 * MIB, 256 * 1024)).allMatch(NbdExtent::isData);
      assertThatThrownBy(() -> client.blockStatus("qemu:no-such-thing", 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(NbdClient.listContexts(qemu.address(), "", NbdClientOptions.DEFAULTS))
          .contains("base:allocation", "qemu:dirty-bitmap:b0");
    }
  }

  @Test
  void is_told_that_an_export_is_read_only() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), MIB, 0);
    try (Stranger qemu = Stranger.qemuNbd(directory, "-r", "-f", "raw", image.toString());
        NbdClient client = NbdClient.connect(qemu.address(), "", NbdClientOptions.DEFAULTS)) {
      assertThat(client.flags().isReadOnly()).isTrue();
      assertThatThrownBy(() -> client.write(0, ByteBuffer.allocate(512)))
          .isInstanceOfSatisfying(
              NbdErrorException.class, e -> assertThat(e.code()).isEqualTo(NbdErrorCode.EPERM));
    }
  }

  @Test
  void is_refused_an_unknown_export() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), MIB, 0);
    try (Stranger qemu = Stranger.qemuNbd(directory, "-f", "raw", "-x", "disk", image.toString())) {
      assertThatThrownBy(
              () -> NbdClient.connect(qemu.address(), "secret", NbdClientOptions.DEFAULTS))
          .isInstanceOfSatisfying(
              NbdNegotiationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.EXPORT_REFUSED))
          .message()
          .contains(qemu.address().toString());
      assertThat(NbdClient.listExports(qemu.address(), NbdClientOptions.DEFAULTS))
          .containsExactly("disk");
    }
  }
}
