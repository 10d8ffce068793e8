package io.holdfast.cli.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Lists that the API gives out page by page. */
public final class Pages {

  public static final int NO_LIMIT = Integer.MAX_VALUE;

  private static final int PAGE = 200;

  private Pages() {}

  /** The items of all pages, at most so many. */
  public static List<JsonNode> all(Api api, String path, Map<String, String> query, int limit) {
    List<JsonNode> items = new ArrayList<>();
    String marker = "";
    do {
      Map<String, String> page = new HashMap<>(query);
      page.put("limit", String.valueOf(Math.min(PAGE, limit - items.size())));
      page.put("marker", marker);
      JsonNode answer = api.get(path, page);
      answer.path("items").forEach(items::add);
      marker = answer.path("next").asString("");
    } while (!marker.isEmpty() && items.size() < limit);
    return items;
  }
}
