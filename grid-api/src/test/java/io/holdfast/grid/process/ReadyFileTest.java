package io.holdfast.grid.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadyFileTest {

  @TempDir Path directory;

  @Test
  void holds_the_entries_and_the_pid_and_is_private() throws IOException {
    Path file = directory.resolve("run/console.json");
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("url", "http://localhost:8080");
    entries.put("odd", "a \"quote\", a \\ and a\nline");
    ReadyFile.write(file, entries);

    assertThat(file)
        .content()
        .isEqualTo(
            "{\"url\":\"http://localhost:8080\",\"odd\":\"a \\\"quote\\\", a \\\\ and"
                + " a\\u000aline\",\"pid\":"
                + ProcessHandle.current().pid()
                + "}\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(file.getParent()).isDirectoryNotContaining(p -> p.toString().endsWith(".tmp"));
  }

  @Test
  void replaces_an_older_one() throws IOException {
    Path file = directory.resolve("worker.json");
    Files.writeString(file, "old");
    ReadyFile.write(file, Map.of());
    assertThat(file).content().startsWith("{\"pid\":");
  }

  @Test
  void names_the_file_that_cannot_be_written() throws IOException {
    Path occupied = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> ReadyFile.write(occupied.resolve("ready"), Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Cannot write the ready file");
  }
}
