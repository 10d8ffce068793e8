package io.holdfast.engine.extent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVolumeTest {
  @TempDir private Path directory;

  @Test
  void a_new_file_reads_as_zeros_and_then_as_written() {
    Path path = directory.resolve("image");
    try (FileVolume file = FileVolume.create(path, 10_000)) {
      file.write(5_000, ByteBuffer.wrap("hello".getBytes(UTF_8)));
      file.zero(5_001, 2);
      file.flush();
    }
    try (FileVolume file = FileVolume.open(path)) {
      assertThat(file.sizeBytes()).isEqualTo(10_000);
      ByteBuffer into = ByteBuffer.allocate(7);
      file.read(4_999, into);
      assertThat(new String(into.array(), UTF_8)).isEqualTo("\0h\0\0lo\0");
    }
  }

  @Test
  void an_old_file_is_emptied_first() throws IOException {
    Path path =
        Files.writeString(directory.resolve("image"), "old content, longer than the new one");
    FileVolume.create(path, 5).close();
    assertThat(path).hasBinaryContent(new byte[5]);
  }

  @Test
  void a_missing_file_is_said_to_be_missing() {
    assertThatThrownBy(() -> FileVolume.open(directory.resolve("none")))
        .hasMessageContaining("does not exist");
  }

  @Test
  void reading_behind_the_end_is_said_to_be_so() throws IOException {
    Path path = Files.writeString(directory.resolve("image"), "0123456789");
    try (FileVolume file = FileVolume.open(path)) {
      Files.writeString(path, "01234");
      assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(10)))
          .hasMessageContaining("became smaller");
    }
  }
}
