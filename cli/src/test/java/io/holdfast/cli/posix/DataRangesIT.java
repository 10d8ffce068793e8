package io.holdfast.cli.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.cli.posix.DataRanges.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRangesIT {

  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path directory;

  @Test
  void finds_data_between_holes() throws IOException {
    Path file = directory.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(MEBIBYTE), 3L * MEBIBYTE);
      channel.write(ByteBuffer.allocate(1), 8L * MEBIBYTE - 1);
    }

    var ranges = DataRanges.of(file);

    assumeThat(ranges).as("a file system that knows holes").hasSizeGreaterThan(1);
    assertThat(ranges.getFirst()).isEqualTo(new Range(3L * MEBIBYTE, MEBIBYTE));
    Range last = ranges.getLast();
    assertThat(last.offset() + last.length()).isEqualTo(8L * MEBIBYTE);
  }

  @Test
  void an_empty_file_has_no_ranges_and_a_full_one_has_one() throws IOException {
    assertThat(DataRanges.of(Files.createFile(directory.resolve("empty")))).isEmpty();
    assertThat(DataRanges.of(Files.write(directory.resolve("full"), new byte[] {1, 2, 3})))
        .containsExactly(new Range(0, 3));
  }

  @Test
  void a_file_that_cannot_be_opened_is_named() throws IOException {
    Path gone = directory.resolve("gone");

    assertThatThrownBy(() -> DataRanges.of(gone)).isInstanceOf(IOException.class);
  }
}
