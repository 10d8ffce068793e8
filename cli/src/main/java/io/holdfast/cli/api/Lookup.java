package io.holdfast.cli.api;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds what a person named: by id, or by a name that only one has. */
public final class Lookup {

  private static final Pattern ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Api api;

  public Lookup(Api api) {
    this.api = api;
  }

  public JsonNode volume(String idOrName) {
    return find("volume", "/volumes", idOrName);
  }

  public JsonNode backup(String idOrName) {
    return find("backup", "/backups", idOrName);
  }

  public JsonNode policy(String idOrName) {
    return find("policy", "/policies", idOrName);
  }

  private JsonNode find(String kind, String path, String idOrName) {
    if (ID.matcher(idOrName).matches()) {
      return api.get(path + "/" + idOrName);
    }
    if (idOrName.isBlank()) {
      throw Failure.usage("An empty text names no " + kind + "; give an id or a name.");
    }
    List<JsonNode> named =
        Pages.all(api, path, Map.of("name", idOrName), Pages.NO_LIMIT).stream()
            .filter(item -> idOrName.equals(item.path("name").asString("")))
            .toList();
    if (named.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "There is no %s called '%s'. `./holdfast %s list` shows all."
              .formatted(kind, idOrName, kind));
    }
    if (named.size() > 1) {
      String ids =
          String.join(
              ", ", named.stream().limit(5).map(item -> item.path("id").asString("")).toList());
      throw new Failure(
          ExitCode.REFUSED,
          "%d %ss are called '%s'; name one by its id: %s%s"
              .formatted(named.size(), kind, idOrName, ids, named.size() > 5 ? ", …" : "."));
    }
    return named.getFirst();
  }
}
