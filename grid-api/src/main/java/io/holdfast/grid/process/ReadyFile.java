package io.holdfast.grid.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file by which a process says that it serves: a flat JSON object, readable by its owner alone,
 * there whole or not at all. The setting is {@code holdfast.ready-file}.
 */
public final class ReadyFile {

  private ReadyFile() {}

  /**
   * Writes the file, in the order of the map, with this process's {@code pid} as last entry.
   *
   * @throws UncheckedIOException when the file cannot be written
   */
  public static void write(Path file, Map<String, String> entries) {
    String fields =
        entries.entrySet().stream()
            .map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue()) + ",")
            .collect(Collectors.joining());
    String json = "{" + fields + "\"pid\":" + ProcessHandle.current().pid() + "}\n";
    Path target = file.toAbsolutePath();
    try {
      Path directory = Files.createDirectories(target.resolveSibling(".").normalize());
      Path temporary =
          Files.createTempFile(
              directory,
              ".ready",
              ".tmp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(temporary, json, StandardCharsets.UTF_8);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the ready file " + target, e);
    }
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
