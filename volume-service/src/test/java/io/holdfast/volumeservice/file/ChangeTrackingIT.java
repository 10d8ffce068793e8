package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.ExportDevice.ZeroMode;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.backend.VolumeDevice;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTrackingIT {
  private static final int BLOCK = ChangedSince.BLOCK_BYTES;
  private static final int SIZE = 40 * BLOCK + 512;

  @TempDir Path directory;

  private final UUID volume = UUID.randomUUID();
  private FileBackend backend;

  @BeforeEach
  void make() {
    backend = open();
    backend.createVolume(volume, SIZE, "disk");
  }

  private FileBackend open() {
    return FileBackend.open("fast", directory, SnapshotAttaching.DIRECT);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private UUID snapshot() {
    UUID id = UUID.randomUUID();
    backend.createSnapshot(volume, id);
    return id;
  }

  private void write(long offset, int length) throws IOException {
    try (VolumeDevice device = backend.open(volume, ExportMode.READ_WRITE)) {
      device.write(offset, noise(offset, length));
    }
  }

  private static ByteBuffer noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** The blocks said to have changed. */
  private List<Integer> changed(UUID snapshot, UUID since) throws IOException {
    try (VolumeDevice device = backend.open(snapshot, ExportMode.READ_ONLY)) {
      assertThat(device.contexts()).containsExactly("holdfast:changed/" + since);
      List<Integer> blocks = new ArrayList<>();
      for (long at = 0; at < SIZE; ) {
        for (NbdExtent extent : device.extents(device.contexts().getFirst(), at, SIZE - at, 2)) {
          assertThat(extent.offset()).isEqualTo(at);
          for (long block = at / BLOCK; block * BLOCK < extent.end(); block++) {
            if (extent.flags() == ChangedSince.CHANGED) {
              blocks.add((int) block);
            }
          }
          at = extent.end();
        }
      }
      return blocks;
    }
  }

  private void nothingIsKnown(UUID snapshot) {
    try (VolumeDevice device = backend.open(snapshot, ExportMode.READ_ONLY)) {
      assertThat(device.contexts()).isEmpty();
    }
  }

  @Test
  void a_snapshot_tells_what_was_written_since_the_one_before() throws Exception {
    UUID first = snapshot();
    nothingIsKnown(first);
    write(3 * BLOCK - 1, 2);
    write(SIZE - 1, 1);
    UUID second = snapshot();
    assertThat(changed(second, first)).containsExactly(2, 3, 40);
    UUID third = snapshot();
    assertThat(changed(third, second)).isEmpty();
    try (VolumeDevice device = backend.open(volume, ExportMode.READ_WRITE)) {
      device.zero(10 * BLOCK, BLOCK, ZeroMode.ALLOW_HOLE);
      UUID fourth = snapshot();
      device.trim(20 * BLOCK, 1);
      UUID fifth = snapshot();
      assertThat(changed(fourth, third)).containsExactly(10);
      assertThat(changed(fifth, fourth)).containsExactly(20);
    }
    UUID copy = UUID.randomUUID();
    backend.createTemporaryVolume(second, copy);
    assertThat(changed(copy, first)).containsExactly(2, 3, 40);
  }

  @Test
  void random_writes_are_all_told_across_restarts() throws Exception {
    Random random = new Random(1);
    UUID before = snapshot();
    byte[] content = Files.readAllBytes(image(before));
    for (int i = 0; i < 20; i++) {
      for (int j = random.nextInt(4); j > 0; j--) {
        int at = random.nextInt(SIZE);
        write(at, 1 + random.nextInt(Math.min(SIZE - at, 3 * BLOCK)));
        backend.close();
        backend = open();
      }
      UUID after = snapshot();
      byte[] now = Files.readAllBytes(image(after));
      List<Integer> told = changed(after, before);
      for (int block = 0; block * BLOCK < SIZE; block++) {
        int end = Math.min(SIZE, (block + 1) * BLOCK);
        boolean same = Arrays.equals(content, block * BLOCK, end, now, block * BLOCK, end);
        assertThat(same || told.contains(block)).as("block %d", block).isTrue();
      }
      before = after;
      content = now;
    }
  }

  @Test
  void after_a_crash_while_it_was_written_nothing_is_known() throws Exception {
    UUID first = snapshot();
    Path saved = directory.resolve(volume + ".tracking");
    assertThat(saved).exists();
    VolumeDevice device = backend.open(volume, ExportMode.READ_WRITE);
    device.write(0, noise(1, 10));
    // What a crash would leave at this moment.
    assertThat(saved).doesNotExist();
    device.close();
    Files.delete(saved);
    backend.close();
    backend = open();
    UUID second = snapshot();
    nothingIsKnown(second);
    write(0, 1);
    assertThat(changed(snapshot(), second)).containsExactly(0);
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void an_image_that_others_changed_counts_as_changed() throws Exception {
    snapshot();
    write(0, 10);
    try (FileChannel other = FileChannel.open(image(volume), StandardOpenOption.WRITE)) {
      other.write(noise(2, 10), 5L * BLOCK);
    }
    Files.setLastModifiedTime(image(volume), FileTime.fromMillis(1_000_000_000_000L));
    UUID second = snapshot();
    nothingIsKnown(second);

    Path copy = directory.resolve("copy");
    Files.copy(image(volume), copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, image(volume), StandardCopyOption.REPLACE_EXISTING);
    UUID third = snapshot();
    nothingIsKnown(third);

    backend.extendVolume(volume, SIZE + 512);
    nothingIsKnown(snapshot());
  }

  @Test
  void a_volume_in_use_by_others_and_damaged_lists_tell_nothing() throws Exception {
    UUID first = snapshot();
    write(0, 10);
    UUID second = snapshot();
    assertThat(changed(second, first)).containsExactly(0);
    Path list = ChangedSince.file(directory, second);
    byte[] bytes = Files.readAllBytes(list);
    bytes[bytes.length / 2] ^= 1;
    Files.write(list, bytes);
    nothingIsKnown(second);

    backend.setInUse(volume, true);
    nothingIsKnown(snapshot());
    backend.setInUse(volume, false);
    nothingIsKnown(snapshot());
    backend.delete(second);
    assertThat(list).doesNotExist();
  }

  private Path image(UUID id) {
    return directory.resolve(id + ".raw");
  }
}
