package io.holdfast.schema;

import java.util.Map;
import org.jooq.JSONB;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How a map of strings (metadata, capabilities, options, details) is written in a jsonb column. */
public final class StringMap {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TYPE = new TypeReference<>() {};

  private StringMap() {}

  /** Reads a column; what is no object of strings is refused by the parser. */
  public static Map<String, String> of(JSONB json) {
    return Map.copyOf(JSON.readValue(json.data(), TYPE));
  }

  /** Writes a column. */
  public static JSONB toJson(Map<String, String> map) {
    return JSONB.valueOf(JSON.writeValueAsString(map));
  }
}
