package io.holdfast.cli.grid;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.output.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast repository …}. */
@Command(name = "repository", description = "Where backups are kept: list.")
public final class RepositoryCommand {

  @Command(name = "list", description = "All repositories.")
  int list(@Mixin Remote remote) {
    try (Api api = remote.open()) {
      List<JsonNode> items = Pages.all(api, "/repositories", Map.of(), Pages.NO_LIMIT);
      Table table = new Table("NAME", "KIND", "STATE", "LOCATION", "MESSAGE");
      for (JsonNode item : items) {
        table.row(
            orDash(item.path("name").asString("")),
            orDash(item.path("driver").asString("")),
            orDash(item.path("state").asString("")),
            orDash(item.path("location").asString("")),
            orDash(item.path("message").asString("")));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }
}
