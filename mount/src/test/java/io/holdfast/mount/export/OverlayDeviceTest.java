package io.holdfast.mount.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.extent.FileVolume;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.nbd.server.ExportDevice.ZeroMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayDeviceTest {
  private static final int SIZE = (2 << 20) + 777;

  @TempDir Path directory;

  private final byte[] model = new byte[SIZE];
  private Path below = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    new Random(1).nextBytes(model);
    below = Files.write(directory.resolve("below"), model);
  }

  private OverlayDevice open() throws IOException {
    return OverlayDevice.over(new BackupDevice(FileVolume.open(below)), directory);
  }

  @Test
  void it_reads_as_written_and_what_is_below_stays_as_it_was() throws Exception {
    byte[] before = model.clone();
    try (OverlayDevice overlay = open()) {
      Random random = new Random(2);
      for (int i = 0; i < 2000; i++) {
        change(overlay, random, 0, SIZE);
        check(overlay, random, 0, SIZE);
      }
      assertThat(read(overlay, 0, SIZE)).isEqualTo(model);
    }
    assertThat(Files.readAllBytes(below)).isEqualTo(before);
  }

  @Test
  void writers_of_neighbouring_bytes_do_not_undo_each_other() throws Exception {
    int part = SIZE / 8;
    try (OverlayDevice overlay = open();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> writers =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(writer ->
                  threads.submit(() -> {
                    Random random = new Random(writer);
                    for (int i = 0; i < 500; i++) {
                      change(overlay, random, writer * part, (writer + 1) * part);
                      check(overlay, random, writer * part, (writer + 1) * part);
                    }
                    return true;
                  }))
              .toList();
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(read(overlay, 0, SIZE)).isEqualTo(model);
    }
  }

  @Test
  void its_extents_cover_it_and_call_nothing_zero_that_is_not() throws Exception {
    try (OverlayDevice overlay = open()) {
      overlay.zero(100_000, 1_000_000, ZeroMode.ALLOW_HOLE);
      Arrays.fill(model, 100_000, 1_100_000, (byte) 0);
      long at = 0;
      while (at < SIZE) {
        for (NbdExtent extent : overlay.extents(at, SIZE - at, 3)) {
          assertThat(extent.offset()).isEqualTo(at);
          if (extent.isZero()) {
            byte[] content = read(overlay, (int) at, (int) extent.length());
            assertThat(content).isEqualTo(new byte[content.length]);
          }
          at = extent.end();
        }
      }
      assertThat(at).isEqualTo(SIZE);
      assertThat(overlay.extents(200_000, 500_000, 1).getFirst().isZero()).isTrue();
    }
  }

  @Test
  void its_file_has_no_name() throws Exception {
    try (OverlayDevice overlay = open();
        Stream<Path> files = Files.list(directory)) {
      overlay.write(0, ByteBuffer.allocate(10));
      assertThat(files).containsExactly(below);
    }
  }

  private void change(OverlayDevice overlay, Random random, int from, int to) throws IOException {
    int at = from + random.nextInt(to - from);
    int length = Math.min(to - at, 1 + random.nextInt(1 << random.nextInt(1, 18)));
    switch (random.nextInt(4)) {
      case 0 -> {
        try {
          overlay.zero(at, length, ZeroMode.values()[random.nextInt(4)]);
          Arrays.fill(model, at, at + length, (byte) 0);
        } catch (DeviceException e) {
          // Could not be done quickly.
          assertThat(read(overlay, at, length))
              .isEqualTo(Arrays.copyOfRange(model, at, at + length));
        }
      }
      default -> {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        overlay.write(at, ByteBuffer.wrap(bytes));
        System.arraycopy(bytes, 0, model, at, length);
      }
    }
  }

  private void check(OverlayDevice overlay, Random random, int from, int to) throws IOException {
    int at = from + random.nextInt(to - from);
    int length = Math.min(to - at, 1 + random.nextInt(100_000));
    assertThat(read(overlay, at, length)).isEqualTo(Arrays.copyOfRange(model, at, at + length));
  }

  private static byte[] read(OverlayDevice overlay, int at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    overlay.read(at, into);
    assertThat(into.hasRemaining()).isFalse();
    return into.array();
  }
}
