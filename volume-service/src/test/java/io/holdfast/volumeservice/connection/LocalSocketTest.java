package io.holdfast.volumeservice.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSocketTest {

  @TempDir Path state;

  @Test
  void takes_another_path_at_each_start_and_removes_what_a_killed_service_left() throws Exception {
    Path left = Files.createFile(state.resolve("nbd-12345678.sock"));
    Path first;
    try (LocalSocket socket = Objects.requireNonNull(LocalSocket.in(state, 8))) {
      first = socket.path();
      assertThat(first).exists().hasParent(state);
      assertThat(left).doesNotExist();
    }
    try (LocalSocket socket = Objects.requireNonNull(LocalSocket.in(state, 8))) {
      assertThat(socket.path()).isNotEqualTo(first);
      assertThat(first).doesNotExist();
    }
  }

  @Test
  void is_done_without_where_the_path_would_be_too_long_for_the_kernel() throws Exception {
    Path deep = Files.createDirectories(state.resolve("d".repeat(120)));
    assertThat(LocalSocket.in(deep, 8)).isNull();
    assertThat(deep).isEmptyDirectory();
  }
}
