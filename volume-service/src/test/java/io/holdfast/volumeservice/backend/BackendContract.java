package io.holdfast.volumeservice.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.ExportDevice.ZeroMode;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What every backend does. */
public abstract class BackendContract {

  protected static final long SIZE = 8L << 20;

  protected Backend backend;
  private String test;

  @BeforeEach
  void openIt(TestInfo info) throws Exception {
    test = info.getTestMethod().orElseThrow().getName();
    backend = open(test);
  }

  @AfterEach
  void closeIt() {
    backend.close();
  }

  /** Opens the storage of a test, which is empty at first and the same one when called again. */
  protected abstract Backend open(String test) throws Exception;

  protected void reopen() throws Exception {
    backend.close();
    backend = open(test);
  }

  @Test
  void a_new_volume_is_listed_and_reads_as_zeroes() throws Exception {
    UUID id = UUID.randomUUID();
    StoredVolume volume = backend.createVolume(id, SIZE, "accounts");
    assertThat(volume)
        .isEqualTo(new StoredVolume(id, Kind.VOLUME, "accounts", SIZE, null, false, null));
    assertThat(backend.list()).containsExactly(volume);
    assertThat(backend.find(id)).contains(volume);
    try (VolumeDevice device = backend.open(id, ExportMode.READ_ONLY)) {
      assertThat(device.sizeBytes()).isEqualTo(SIZE);
      assertThat(device.extents(0, SIZE, 10)).containsExactly(NbdExtent.hole(0, SIZE));
      assertThat(text(device, 0, 3)).isEqualTo("\0\0\0");
    }
  }

  @Test
  void what_was_made_and_written_is_there_after_a_restart() throws Exception {
    UUID id = volumeWith("before the restart");
    UUID snapshot = UUID.randomUUID();
    backend.createSnapshot(id, snapshot);
    backend.setInUse(id, true);
    List<StoredVolume> before = backend.list();
    reopen();
    assertThat(backend.list()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(read(id, 18)).isEqualTo("before the restart");
    assertThat(read(snapshot, 18)).isEqualTo("before the restart");
  }

  @Test
  void an_extended_volume_keeps_its_content_and_gains_zeroes() throws Exception {
    UUID id = volumeWith("content");
    assertThat(backend.extendVolume(id, 2 * SIZE).sizeBytes()).isEqualTo(2 * SIZE);
    try (VolumeDevice device = backend.open(id, ExportMode.READ_WRITE)) {
      assertThat(device.sizeBytes()).isEqualTo(2 * SIZE);
      assertThat(text(device, 0, 7)).isEqualTo("content");
      assertThat(text(device, 2 * SIZE - 2, 2)).isEqualTo("\0\0");
      put(device, 2 * SIZE - 4, "last");
    }
  }

  @Test
  void a_snapshot_keeps_what_the_volume_held() throws Exception {
    UUID id = volumeWith("old");
    UUID snapshot = UUID.randomUUID();
    StoredVolume stored = backend.createSnapshot(id, snapshot);
    assertThat(stored.kind()).isEqualTo(Kind.SNAPSHOT);
    assertThat(stored.origin()).isEqualTo(id);
    assertThat(stored.sizeBytes()).isEqualTo(SIZE);
    write(id, "new");
    assertThat(read(snapshot, 3)).isEqualTo("old");
    assertThat(read(id, 3)).isEqualTo("new");
  }

  @Test
  void a_snapshot_keeps_the_holes() throws Exception {
    UUID id = volumeWith("a");
    UUID snapshot = UUID.randomUUID();
    backend.createSnapshot(id, snapshot);
    try (VolumeDevice device = backend.open(snapshot, ExportMode.READ_ONLY)) {
      assertThat(device.extents(0, SIZE, 100))
          .filteredOn(NbdExtent::isHole)
          .extracting(NbdExtent::length)
          .satisfies(
              holes -> assertThat(holes.stream().mapToLong(h -> h).sum()).isGreaterThan(SIZE / 2));
    }
  }

  @Test
  void a_temporary_volume_is_made_from_a_snapshot() throws Exception {
    UUID id = volumeWith("old");
    UUID snapshot = UUID.randomUUID();
    UUID temporary = UUID.randomUUID();
    backend.createSnapshot(id, snapshot);
    write(id, "new");
    StoredVolume stored = backend.createTemporaryVolume(snapshot, temporary);
    assertThat(stored.kind()).isEqualTo(Kind.TEMPORARY_VOLUME);
    assertThat(stored.origin()).isEqualTo(snapshot);
    assertThat(read(temporary, 3)).isEqualTo("old");
    backend.delete(temporary);
    backend.delete(snapshot);
    assertThat(backend.list()).extracting(StoredVolume::id).containsExactly(id);
  }

  @Test
  void a_snapshot_under_writes_holds_a_moment() throws Exception {
    UUID id = volumeWith("");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    try (VolumeDevice device = backend.open(id, ExportMode.READ_WRITE)) {
      // Each round writes its number at the end and then at the start: a copy that is not of one
      // moment has a later number at the end than the one at the start allows.
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            for (long round = 1; !stop.get(); round++) {
              putNumber(device, SIZE - 8, round);
              putNumber(device, 0, round);
              written.set(round);
            }
          });
      for (int i = 0; i < 5; i++) {
        long before = written.get();
        await().until(() -> written.get() > before);
        UUID snapshot = UUID.randomUUID();
        backend.createSnapshot(id, snapshot);
        try (VolumeDevice frozen = backend.open(snapshot, ExportMode.READ_ONLY)) {
          long end = number(frozen, SIZE - 8);
          long start = number(frozen, 0);
          assertThat(start).isGreaterThanOrEqualTo(before).isBetween(end - 1, end);
        }
      }
      stop.set(true);
      writer.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_deleted_thing_is_gone_for_good() throws Exception {
    UUID id = volumeWith("x");
    UUID snapshot = UUID.randomUUID();
    backend.createSnapshot(id, snapshot);
    backend.delete(snapshot);
    assertThat(backend.find(snapshot)).isEmpty();
    backend.delete(id);
    assertThat(backend.list()).isEmpty();
    reopen();
    assertThat(backend.list()).isEmpty();
  }

  @Test
  void the_mark_of_use_is_kept() throws Exception {
    UUID id = volumeWith("x");
    assertThat(backend.setInUse(id, true).inUse()).isTrue();
    reopen();
    assertThat(backend.find(id).orElseThrow().inUse()).isTrue();
    assertThat(backend.setInUse(id, false).inUse()).isFalse();
  }

  @Test
  void a_cut_device_does_nothing_more() throws Exception {
    UUID id = volumeWith("before");
    try (VolumeDevice device = backend.open(id, ExportMode.READ_WRITE)) {
      device.cut();
      device.cut();
      assertThatThrownBy(() -> put(device, 0, "later")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> device.zero(0, 512, ZeroMode.ALLOW_HOLE))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> device.trim(0, 512)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> text(device, 0, 1)).isInstanceOf(IOException.class);
      assertThatThrownBy(device::flush).isInstanceOf(IOException.class);
    }
    assertThat(read(id, 6)).isEqualTo("before");
  }

  @Test
  void opening_what_is_not_there_says_so() {
    assertThatThrownBy(() -> backend.open(UUID.randomUUID(), ExportMode.READ_ONLY))
        .isInstanceOfSatisfying(
            VolumeServiceException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
  }

  protected UUID volumeWith(String content) throws IOException {
    UUID id = UUID.randomUUID();
    backend.createVolume(id, SIZE, "volume");
    write(id, content);
    return id;
  }

  protected void write(UUID id, String content) throws IOException {
    try (VolumeDevice device = backend.open(id, ExportMode.READ_WRITE)) {
      put(device, 0, content);
      device.flush();
    }
  }

  protected String read(UUID id, int length) throws IOException {
    try (VolumeDevice device = backend.open(id, ExportMode.READ_ONLY)) {
      return text(device, 0, length);
    }
  }

  protected static void put(VolumeDevice device, long offset, String text) throws IOException {
    device.write(offset, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(VolumeDevice device, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    device.read(offset, buffer);
    return new String(buffer.array(), StandardCharsets.UTF_8);
  }

  private static void putNumber(VolumeDevice device, long offset, long number) {
    try {
      device.write(offset, ByteBuffer.allocate(8).putLong(number).flip());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(VolumeDevice device, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(8);
    device.read(offset, buffer);
    return buffer.getLong(0);
  }
}
