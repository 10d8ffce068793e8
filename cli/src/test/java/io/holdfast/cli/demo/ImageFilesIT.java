package io.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesIT {

  private static final long SIZE = 64L << 20;

  @TempDir Path directory;

  private Path one = Path.of("");
  private Path other = Path.of("");

  @BeforeEach
  void makeImages() throws IOException {
    one = directory.resolve("one");
    other = directory.resolve("other");
    write(one, SIZE - 1, 0);
    write(one, 5 << 20, 7);
    ImageFiles.copy(one, other);
  }

  private static void write(Path image, long offset, int value) throws IOException {
    try (FileChannel channel =
        FileChannel.open(image, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), offset);
    }
  }

  @Test
  void a_copy_is_the_same() throws IOException {
    assertThat(other).hasSize(SIZE);
    assertThat(ImageFiles.firstDifference(one, other)).isEmpty();
  }

  @Test
  void a_byte_that_differs_is_found_wherever_it_is() throws IOException {
    for (long offset : new long[] {SIZE - 1, 40L << 20, (5 << 20) + 1, 0}) {
      write(other, offset, 1);

      assertThat(ImageFiles.firstDifference(one, other)).hasValue(offset);
      assertThat(ImageFiles.firstDifference(other, one)).hasValue(offset);
    }
  }

  @Test
  void zeros_that_were_written_equal_a_hole() throws IOException {
    write(other, 20 << 20, 0);

    assertThat(ImageFiles.firstDifference(one, other)).isEmpty();
  }

  @Test
  void a_longer_image_differs() throws IOException {
    write(other, SIZE, 0);

    assertThat(ImageFiles.firstDifference(one, other)).hasValue(SIZE);
  }
}
