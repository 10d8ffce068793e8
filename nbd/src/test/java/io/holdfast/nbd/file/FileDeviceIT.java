package io.holdfast.nbd.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.nbd.server.ExportDevice.ZeroMode;
import io.holdfast.nbd.server.ExportMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDeviceIT {
  private static final int MIB = Images.MIB;
  private static final int SIZE = 8 * MIB;

  @TempDir Path directory;

  private Path image = Path.of("");

  @BeforeEach
  void makeImage() throws IOException {
    image = Images.sparse(directory.resolve("disk.raw"), SIZE, 2, 7);
  }

  @Test
  void holes_are_found_cut_to_the_range() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_ONLY)) {
      assertThat(device.extents(0, SIZE, 100))
          .containsExactly(
              NbdExtent.hole(0, 2 * MIB),
              NbdExtent.data(2 * MIB, MIB),
              NbdExtent.hole(3 * MIB, 4 * MIB),
              NbdExtent.data(7 * MIB, MIB));
      assertThat(device.extents(MIB, 2 * MIB - 100, 100))
          .containsExactly(NbdExtent.hole(MIB, MIB), NbdExtent.data(2 * MIB, MIB - 100));
      assertThat(device.extents(0, SIZE, 1)).containsExactly(NbdExtent.hole(0, 2 * MIB));
    }
  }

  @Test
  void zeroes_and_trims_punch_holes() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE)) {
      device.zero(2 * MIB, MIB, ZeroMode.FAST_ALLOW_HOLE);
      device.trim(7 * MIB, MIB);
      device.flush();
      assertThat(device.extents(0, SIZE, 100)).containsExactly(NbdExtent.hole(0, SIZE));
      assertThat(Files.size(image)).isEqualTo(SIZE);
    }
  }

  @Test
  void zeroes_that_stay_allocated_read_as_zeroes() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE)) {
      device.zero(2 * MIB + 5, MIB - 10, ZeroMode.KEEP_ALLOCATED);
      assertThat(Images.read(image, 2 * MIB + 5, MIB - 10))
          .isEqualTo(ByteBuffer.allocate(MIB - 10));
      assertThat(Images.read(image, 2 * MIB, 5)).isEqualTo(Images.random(2, MIB).limit(5));
    }
  }

  @Test
  void without_linux_all_is_data_and_zeroes_are_written() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE, Optional.empty())) {
      assertThat(device.extents(0, SIZE, 100)).containsExactly(NbdExtent.data(0, SIZE));
      device.trim(0, SIZE);
      assertThat(Images.read(image, 2 * MIB, MIB)).isEqualTo(Images.random(2, MIB));
      assertThatThrownBy(() -> device.zero(0, SIZE, ZeroMode.FAST_ALLOW_HOLE))
          .isInstanceOfSatisfying(
              DeviceException.class, e -> assertThat(e.code()).isEqualTo(NbdErrorCode.ENOTSUP));
      device.zero(1, SIZE - 2, ZeroMode.ALLOW_HOLE);
      assertThat(Images.read(image, 0, SIZE - 1)).isEqualTo(ByteBuffer.allocate(SIZE - 1));
    }
  }

  @Test
  void reads_and_writes_what_the_file_holds_though_its_name_be_gone() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE)) {
      Path other = directory.resolve("other.raw");
      Files.createLink(other, image);
      Files.delete(image);
      device.write(100, Images.random(5, 3 * MIB));
      ByteBuffer back = ByteBuffer.allocateDirect(3 * MIB);
      device.read(100, back);
      assertThat(back.flip()).isEqualTo(Images.random(5, 3 * MIB));
      assertThat(Images.read(other, 100, 3 * MIB)).isEqualTo(Images.random(5, 3 * MIB));
    }
  }

  @Test
  void a_file_that_shrank_fails_reads_behind_its_end() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_ONLY)) {
      try (var channel =
          java.nio.channels.FileChannel.open(image, java.nio.file.StandardOpenOption.WRITE)) {
        channel.truncate(MIB);
      }
      assertThatThrownBy(() -> device.read(2 * MIB, ByteBuffer.allocate(512)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was %d bytes long".formatted(SIZE));
    }
  }

  @Test
  void what_cannot_be_served_is_refused() {
    assertThatThrownBy(() -> FileDevice.open(directory.resolve("none"), ExportMode.READ_ONLY))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> FileDevice.open(directory, ExportMode.READ_ONLY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a directory");
  }
}
