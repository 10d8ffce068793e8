package io.holdfast.volumeservice.file;

import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of an image besides its bytes.
 *
 * @param file the image's name in the directory
 * @param origin as in {@link io.holdfast.volumeservice.backend.StoredVolume#origin}
 */
record Sidecar(UUID id, Kind kind, String file, String name, @Nullable UUID origin, boolean inUse) {

  static final String SUFFIX = ".json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  Sidecar {
    if (file.contains("/") || file.startsWith(".")) {
      throw new IllegalArgumentException("'" + file + "' is not the plain name of an image.");
    }
  }

  static String imageOf(UUID id) {
    return id + ".raw";
  }

  Sidecar withInUse(boolean newInUse) {
    return new Sidecar(id, kind, file, name, origin, newInUse);
  }

  /**
   * Reads a sidecar that Holdfast or a person wrote.
   *
   * @throws IOException also when it makes no sense
   */
  static Sidecar read(Path path, UUID id) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(path));
      if (!json.isObject()) {
        throw new IOException("not a JSON object");
      }
      String file = json.path("file").asString(imageOf(id));
      JsonNode origin = json.path("origin");
      return new Sidecar(
          id,
          kind(json.path("kind").asString("volume")),
          file,
          json.path("name").asString(nameOf(file)),
          origin.isString() ? UUID.fromString(origin.asString()) : null,
          json.path("inUse").asBoolean(false));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What an image is called that nobody gave a name: its file name without the ending. */
  static String nameOf(String file) {
    int dot = file.lastIndexOf('.');
    return dot <= 0 ? file : file.substring(0, dot);
  }

  byte[] toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id.toString());
    json.put("kind", label(kind));
    json.put("file", file);
    json.put("name", name);
    json.put("origin", origin == null ? null : origin.toString());
    json.put("inUse", inUse);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }

  private static Kind kind(String label) {
    for (Kind kind : Kind.values()) {
      if (label(kind).equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("'" + label + "' is no kind of volume");
  }

  private static String label(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
