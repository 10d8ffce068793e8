package io.holdfast.cli.up;

import io.holdfast.cli.data.PrivateFile;
import io.holdfast.cli.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file {@code run/NAME.process} that tells the next start which processes this one started.
 *
 * @param name the child's name
 * @param program what it runs
 * @param mark how to recognise it
 */
record ChildRecord(String name, Program program, ProcessMark mark) {

  private static final String ENDING = ".process";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void write(Path run) throws IOException {
    Map<String, Object> json =
        Map.of(
            "name", name,
            "program", program.name(),
            "pid", mark.pid(),
            "startedAt", mark.startedAt(),
            "commandPart", mark.commandPart());
    PrivateFile.write(file(run, name), JSON.writeValueAsString(json));
  }

  /** Forgets a child that has ended. */
  static void delete(Path run, String name) throws IOException {
    Files.deleteIfExists(file(run, name));
  }

  /** All records of a directory. One that makes no sense is deleted: it can name no process. */
  static List<ChildRecord> readAll(Path run) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(run)) {
      files = entries.filter(file -> file.toString().endsWith(ENDING)).toList();
    }
    List<ChildRecord> records = new ArrayList<>();
    for (Path file : files) {
      try {
        JsonNode json = JSON.readTree(Files.readAllBytes(file));
        records.add(
            new ChildRecord(
                json.required("name").asString(),
                Program.valueOf(json.required("program").asString()),
                new ProcessMark(
                    json.required("pid").asLong(),
                    json.required("startedAt").asLong(),
                    json.required("commandPart").asString())));
      } catch (JacksonException | IllegalArgumentException e) {
        Files.deleteIfExists(file);
      }
    }
    return records;
  }

  private static Path file(Path run, String name) {
    return run.resolve(name + ENDING);
  }
}
