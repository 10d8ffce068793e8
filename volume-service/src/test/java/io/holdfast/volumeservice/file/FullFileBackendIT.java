package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.backend.VolumeDevice;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system that is too small. */
final class FullFileBackendIT {

  private static final int VOLUME_BYTES = 20 << 20;

  @TempDir Path workplace;

  @Test
  void a_copy_that_does_not_fit_is_refused_and_leaves_nothing() throws Exception {
    try (LoopFileSystem small =
        new LoopFileSystem(workplace, 32L << 20, "mkfs.ext4", "-q", "-m", "0")) {
      try (FileBackend backend =
          FileBackend.open("small", small.directory, SnapshotAttaching.DIRECT)) {
        UUID id = UUID.randomUUID();
        backend.createVolume(id, VOLUME_BYTES, "volume");
        try (VolumeDevice device = backend.open(id, ExportMode.READ_WRITE)) {
          ByteBuffer data = ByteBuffer.allocate(1 << 20);
          for (int i = 0; i < data.capacity(); i++) {
            data.put(i, (byte) (i * 31 + 1));
          }
          for (long offset = 0; offset < VOLUME_BYTES; offset += data.capacity()) {
            device.write(offset, data.duplicate());
          }
          device.flush();
        }
        assertThatThrownBy(() -> backend.createSnapshot(id, UUID.randomUUID()))
            .isInstanceOfSatisfying(
                VolumeServiceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.FULL))
            .hasMessageContaining("No space left on device");
        assertThat(backend.list()).hasSize(1);
        try (Stream<Path> files = Files.list(small.directory)) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .containsExactlyInAnyOrder(id + ".raw", id + ".json", ".holdfast.lock", "lost+found");
        }
      }
    }
  }
}
