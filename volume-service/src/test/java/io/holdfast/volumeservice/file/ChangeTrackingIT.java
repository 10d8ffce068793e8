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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTrackingIT {
  private static final int BLOCK = Period.BLOCK_BYTES;
  private static final int BLOCKS = 41;
  private static final int SIZE = (BLOCKS - 1) * BLOCK + 512;

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

  private UUID mark() {
    UUID id = UUID.randomUUID();
    backend.setMark(volume, id);
    return id;
  }

  private void write(long offset, int length) throws IOException {
    try (VolumeDevice device = backend.open(volume, ExportMode.READ_WRITE)) {
      device.write(offset, noise(offset, length));
    }
  }

  private void writeBlock(int block) throws IOException {
    write((long) block * BLOCK, 1);
  }

  private static ByteBuffer noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** The blocks said to have changed; empty when the image does not know. */
  private Optional<List<Integer>> asked(UUID image, UUID since) throws IOException {
    try (VolumeDevice device = backend.open(image, ExportMode.READ_ONLY)) {
      String context = "holdfast:changed/" + since;
      if (!device.contexts().contains(context)) {
        return Optional.empty();
      }
      List<Integer> blocks = new ArrayList<>();
      for (long at = 0; at < SIZE; ) {
        for (NbdExtent extent : device.extents(context, at, SIZE - at, 2)) {
          assertThat(extent.offset()).isEqualTo(at);
          for (long block = at / BLOCK; block * BLOCK < extent.end(); block++) {
            if (extent.flags() == ChangeContexts.CHANGED) {
              blocks.add((int) block);
            }
          }
          at = extent.end();
        }
      }
      return Optional.of(blocks);
    }
  }

  private List<Integer> changed(UUID image, UUID since) throws IOException {
    return asked(image, since).orElseThrow();
  }

  private void nothingIsKnown(UUID image) {
    try (VolumeDevice device = backend.open(image, ExportMode.READ_ONLY)) {
      assertThat(device.contexts()).isEmpty();
    }
  }

  @Test
  void a_snapshot_tells_what_was_written_since_each_one_before() throws Exception {
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
      assertThat(changed(fifth, third)).containsExactly(10, 20);
      assertThat(changed(fifth, first)).containsExactly(2, 3, 10, 20, 40);
      assertThat(asked(fourth, fifth)).isEmpty();
    }
    UUID copy = UUID.randomUUID();
    backend.createTemporaryVolume(second, copy);
    assertThat(changed(copy, first)).containsExactly(2, 3, 40);
  }

  @Test
  void a_volume_tells_what_was_written_between_its_marks_until_it_is_written_to() throws Exception {
    UUID first = mark();
    nothingIsKnown(volume);
    writeBlock(1);
    nothingIsKnown(volume);
    UUID between = snapshot();
    writeBlock(2);
    UUID second = mark();
    backend.delete(between);
    backend.close();
    backend = open();
    assertThat(changed(volume, first)).containsExactly(1, 2);
    assertThat(changed(volume, between)).containsExactly(2);
    assertThat(asked(volume, second)).isEmpty();
    writeBlock(3);
    nothingIsKnown(volume);
    UUID third = snapshot();
    assertThat(changed(third, first)).containsExactly(1, 2, 3);
    assertThat(changed(third, second)).containsExactly(3);
  }

  @Test
  void a_mark_that_is_set_again_keeps_its_moment() throws Exception {
    UUID first = mark();
    writeBlock(1);
    backend.setMark(volume, first);
    writeBlock(2);
    UUID second = mark();
    backend.setMark(volume, first);
    backend.close();
    backend = open();
    backend.setMark(volume, second);
    assertThat(changed(volume, first)).containsExactly(1, 2);
  }

  @Test
  void a_snapshot_that_failed_and_is_made_again_names_the_later_moment() throws Exception {
    UUID before = mark();
    writeBlock(1);
    UUID again = snapshot();
    // As if the disk had been full when the copy got its name.
    Files.delete(image(again));
    backend.close();
    backend = open();
    writeBlock(2);
    UUID between = mark();
    writeBlock(3);
    backend.createSnapshot(volume, again);
    assertThat(asked(again, before)).isEmpty();
    writeBlock(4);
    UUID after = mark();
    assertThat(changed(volume, again)).containsExactly(4);
    assertThat(asked(volume, between)).isEmpty();
    assertThat(after).isNotEqualTo(again);
  }

  @Test
  void as_many_periods_are_kept_as_are_promised() throws Exception {
    List<UUID> marks = new ArrayList<>();
    for (int i = 0; i <= ChangeHistory.MOST_PERIODS + 2; i++) {
      writeBlock(i % BLOCKS);
      marks.add(mark());
    }
    int oldest = marks.size() - 1 - ChangeHistory.MOST_PERIODS;
    assertThat(asked(volume, marks.get(oldest - 1))).isEmpty();
    assertThat(changed(volume, marks.get(oldest))).hasSize(BLOCKS);
    assertThat(changed(volume, marks.get(marks.size() - 3)))
        .containsExactly((marks.size() - 2) % BLOCKS, (marks.size() - 1) % BLOCKS);
    assertThat(periods()).isEqualTo(ChangeHistory.MOST_PERIODS);
    backend.delete(volume);
    assertThat(periods()).isZero();
  }

  private long periods() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".changed")).count();
    }
  }

  @Test
  void after_a_crash_while_it_was_written_nothing_is_known() throws Exception {
    UUID first = snapshot();
    UUID second = snapshot();
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
    nothingIsKnown(volume);
    assertThat(changed(second, first)).as("of what was before").isEmpty();
    UUID third = snapshot();
    nothingIsKnown(third);
    writeBlock(0);
    assertThat(changed(snapshot(), third)).containsExactly(0);
  }

  @Test
  void an_image_that_others_changed_counts_as_changed() throws Exception {
    mark();
    writeBlock(0);
    try (FileChannel other = FileChannel.open(image(volume), StandardOpenOption.WRITE)) {
      other.write(noise(2, 10), 5L * BLOCK);
    }
    Files.setLastModifiedTime(image(volume), FileTime.fromMillis(1_000_000_000_000L));
    nothingIsKnown(snapshot());

    Path copy = directory.resolve("copy");
    Files.copy(image(volume), copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, image(volume), StandardCopyOption.REPLACE_EXISTING);
    nothingIsKnown(volume);
    nothingIsKnown(snapshot());

    backend.extendVolume(volume, SIZE + 512);
    nothingIsKnown(volume);
    nothingIsKnown(snapshot());
  }

  @Test
  void a_volume_that_is_or_was_in_use_by_others_tells_nothing() throws Exception {
    UUID before = mark();
    UUID told = mark();
    assertThat(changed(volume, before)).isEmpty();
    backend.setInUse(volume, true);
    nothingIsKnown(volume);
    backend.setInUse(volume, false);
    nothingIsKnown(volume);
    nothingIsKnown(snapshot());

    try (VolumeDevice device = backend.open(volume, ExportMode.READ_WRITE)) {
      device.write(0, noise(1, 10));
      backend.setInUse(volume, true);
      nothingIsKnown(snapshot());
      backend.setInUse(volume, false);
    }
    nothingIsKnown(snapshot());
    assertThat(told).isNotEqualTo(before);
  }

  @Test
  void what_was_said_to_be_known_and_is_lost_counts_as_changed() throws Exception {
    UUID first = mark();
    writeBlock(1);
    UUID second = mark();
    assertThat(changed(volume, first)).containsExactly(1);
    Path period = new ChangeHistory(directory, volume).file(second);
    byte[] bytes = Files.readAllBytes(period);
    bytes[bytes.length - Long.BYTES - 1] ^= 1;
    Files.write(period, bytes);
    assertThat(changed(volume, first)).isEqualTo(IntStream.range(0, BLOCKS).boxed().toList());
    Files.delete(period);
    assertThat(asked(volume, first)).isEmpty();
    Files.writeString(directory.resolve(volume + ".tracking"), "nonsense");
    nothingIsKnown(volume);
  }

  private Path image(UUID id) {
    return directory.resolve(id + ".raw");
  }
}
