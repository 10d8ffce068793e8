package io.holdfast.cli.api;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.data.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file in which {@code up} leaves address and token for the commands of the same user. */
public final class LocalAccess {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LocalAccess() {}

  /** Its place in a data directory. */
  public static Path file(DataDirectory data) {
    return data.secrets().resolve("command-line.json");
  }

  /** Reads it; an {@link IOException} also when it makes no sense. */
  public static Access read(Path file) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      return new Access(
          URI.create(json.required("url").asString()), json.required("token").asString());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(file + " is not what `./holdfast up` writes: " + e.getMessage(), e);
    }
  }

  /** Writes it, readable by its owner alone. */
  public static void write(Path file, Access access) throws IOException {
    Map<String, String> json = Map.of("url", access.url().toString(), "token", access.token());
    PrivateFile.write(file, JSON.writeValueAsString(json));
  }
}
