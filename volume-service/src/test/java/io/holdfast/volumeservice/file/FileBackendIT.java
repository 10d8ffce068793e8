package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.backend.BackendContract;
import io.holdfast.volumeservice.backend.StoredVolume;
import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the file system of the temporary directory, which mostly cannot share data. */
final class FileBackendIT extends BackendContract {

  @TempDir Path directory;

  @Override
  protected Backend open(String test) {
    return FileBackend.open("fast", directory, SnapshotAttaching.DIRECT);
  }

  @Test
  void images_dropped_into_the_directory_are_adopted_and_keep_name_and_id() throws Exception {
    Files.write(directory.resolve("photos.img"), new byte[4096]);
    Files.write(directory.resolve("odd size.raw"), new byte[1000]);
    UUID named = UUID.randomUUID();
    Files.write(directory.resolve(named + ".raw"), new byte[512]);
    Files.write(directory.resolve("notes.txt"), new byte[10]);
    Files.createDirectory(directory.resolve("folder.raw"));

    List<StoredVolume> found = backend.list();
    assertThat(found)
        .extracting(StoredVolume::name)
        .containsExactlyInAnyOrder("photos", "odd size", named.toString());
    assertThat(backend.find(named)).isPresent();
    reopen();
    assertThat(backend.list()).containsExactlyInAnyOrderElementsOf(found);
    assertThat(directory.resolve("photos.img")).exists();

    UUID photos = idOf("photos");
    write(photos, "in place");
    assertThat(Files.readString(directory.resolve("photos.img"))).startsWith("in place");
    backend.delete(photos);
    assertThat(directory.resolve("photos.img")).doesNotExist();
  }

  /** A pipe in place of a sidecar: who opens it to read it waits for one who writes. */
  @Test
  void what_is_known_is_told_while_the_directory_hangs() throws Exception {
    UUID volume = UUID.randomUUID();
    StoredVolume made = backend.createVolume(volume, 4096, "known");
    Path pipe = directory.resolve(UUID.randomUUID() + ".json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread listing = Thread.ofPlatform().start(backend::list);
    try {
      await()
          .until(
              () -> List.of(listing.getStackTrace()),
              frames ->
                  frames.stream()
                      .anyMatch(frame -> frame.getClassName().equals(Sidecar.class.getName())));

      assertThat(backend.find(volume)).contains(made);
      assertThat(backend.find(UUID.randomUUID())).isEmpty();
    } finally {
      Files.writeString(pipe, "{}");
      listing.join();
    }
  }

  @Test
  void an_image_that_was_moved_away_and_back_keeps_its_id() throws Exception {
    Path image = Files.write(directory.resolve("photos.img"), new byte[4096]);
    backend.list();
    UUID id = idOf("photos");
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(image, elsewhere);
    assertThat(backend.list()).isEmpty();
    assertThat(backend.find(id)).isEmpty();
    reopen();
    Files.move(elsewhere, image);
    assertThat(backend.list()).extracting(StoredVolume::id).containsExactly(id);
  }

  @Test
  void a_sidecar_written_by_hand_is_understood() throws Exception {
    UUID id = UUID.randomUUID();
    Files.write(directory.resolve("sample.img"), new byte[4096]);
    Files.writeString(
        directory.resolve(id + ".json"),
        "{\"file\": \"sample.img\", \"name\": \"Sample\", \"inUse\": true, \"unknown\": 1}");
    assertThat(backend.list())
        .containsExactly(new StoredVolume(id, Kind.VOLUME, "Sample", 4096, null, true, null));
  }

  @Test
  void a_sidecar_that_makes_no_sense_hides_its_image_and_harms_no_other() throws Exception {
    UUID good = volumeWith("x");
    for (String content : List.of("{", "[]", "{\"kind\": \"boat\"}", "{\"file\": \"../up.raw\"}")) {
      UUID id = UUID.randomUUID();
      Files.write(directory.resolve(id + ".raw"), new byte[512]);
      Files.writeString(directory.resolve(id + ".json"), content);
    }
    assertThat(backend.list()).extracting(StoredVolume::id).containsExactly(good);
  }

  @Test
  void an_image_that_cannot_be_used_says_why() throws Exception {
    Files.createFile(directory.resolve("empty.img"));
    assertThat(backend.list())
        .singleElement()
        .extracting(StoredVolume::problem)
        .asString()
        .contains("empty.img is empty");
  }

  @Test
  void leftovers_of_a_crash_are_cleared_away() throws Exception {
    UUID volume = volumeWith("x");
    UUID snapshot = UUID.randomUUID();
    backend.createSnapshot(volume, snapshot);
    backend.close();
    Files.delete(directory.resolve(snapshot + ".raw"));
    Files.write(directory.resolve(".holdfast-" + UUID.randomUUID() + ".raw.tmp"), new byte[100]);
    Files.write(directory.resolve(".holdfast-" + UUID.randomUUID() + ".json.tmp"), new byte[9]);
    reopen();
    assertThat(names())
        .containsExactlyInAnyOrder(
            volume + ".raw", volume + ".json", volume + ".tracking", ".holdfast.lock");
  }

  @Test
  void a_second_service_on_the_same_directory_is_refused() {
    assertThatThrownBy(() -> FileBackend.open("slow", directory, SnapshotAttaching.DIRECT))
        .isInstanceOf(VolumeServiceException.class)
        .hasMessageContaining("another volume service, or another backend, serves it");
  }

  @Test
  void a_directory_that_is_a_file_is_refused_in_words() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> FileBackend.open("slow", file, SnapshotAttaching.DIRECT))
        .isInstanceOf(VolumeServiceException.class)
        .hasMessageContaining("Backend 'slow' cannot use the directory " + file);
  }

  @Test
  void a_size_that_the_file_system_cannot_have_is_refused_and_leaves_nothing() throws Exception {
    UUID id = UUID.randomUUID();
    assertThatThrownBy(() -> backend.createVolume(id, Long.MAX_VALUE - 511, "huge"))
        .isInstanceOfSatisfying(
            VolumeServiceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID));
    assertThat(names()).containsExactly(".holdfast.lock");
  }

  @Test
  void writes_are_held_back_and_freed_by_cutting() throws Exception {
    WriteGate gate = new WriteGate();
    gate.close();
    Path image = Files.write(directory.resolve("gated"), new byte[512]);
    ImageDevice device =
        new ImageDevice(
            io.holdfast.nbd.file.FileDevice.open(image, ExportMode.READ_WRITE),
            gate,
            ImageDevice.Writes.UNSEEN,
            Optional.empty());
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                put(device, 0, "held back");
              } catch (IOException e) {
                Thread.currentThread().setName("cut off");
              }
            });
    org.awaitility.Awaitility.await().until(() -> writer.getState() == Thread.State.WAITING);
    device.cut();
    writer.join(10_000);
    assertThat(writer.getName()).isEqualTo("cut off");
    device.close();
    assertThat(Files.readAllBytes(image)).containsOnly(0);
  }

  private UUID idOf(String name) {
    return backend.list().stream()
        .filter(stored -> stored.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
