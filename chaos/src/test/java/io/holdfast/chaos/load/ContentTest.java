package io.holdfast.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness sees every difference, down to a byte. */
final class ContentTest {

  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void one_byte_in_a_hole_is_a_difference() throws IOException {
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(3 * MIB + 512);
      Content before = Content.of(image);
      assertThat(before.difference(Content.of(image))).isEmpty();
      file.seek(3 * MIB + 511);
      file.write(1);
      assertThat(before.difference(Content.of(image))).isEqualTo("1 of 4 MiB differ: [3]");
    }
  }

  @Test
  void a_byte_less_is_a_difference() throws IOException {
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(2 * MIB);
      Content before = Content.of(image);
      file.setLength(2 * MIB - 1);
      assertThat(before.difference(Content.of(image))).isNotEmpty();
    }
  }

  @Test
  void whatever_is_written_changes_the_content() throws IOException {
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(2 * MIB);
    }
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      Content before = Content.of(image);
      Content.write(image, random, 64 * 1024);
      assertThat(before.difference(Content.of(image))).isNotEmpty();
    }
  }
}
