package io.holdfast.cli.token;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.output.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast token …}. */
@Command(
    name = "token",
    description = "API tokens, by which programs sign in: create, list, delete.")
public final class TokenCommand {

  @Command(name = "create", description = "Makes a token and prints it. It is never shown again.")
  int create(
      @Mixin Remote remote,
      @Parameters(paramLabel = "NAME", description = "What it is for.") String name) {
    try (Api api = remote.open()) {
      JsonNode answer = api.post("/tokens", Map.of("name", name));
      remote.answer(api, answer, answer.path("token").asString("") + "\n");
      return 0;
    }
  }

  @Command(name = "list", description = "Your tokens, without the secrets.")
  int list(@Mixin Remote remote) {
    try (Api api = remote.open()) {
      List<JsonNode> items = Pages.all(api, "/tokens", Map.of(), Pages.NO_LIMIT);
      Table table = new Table("NAME", "CREATED", "LAST USED", "ID");
      for (JsonNode item : items) {
        table.row(
            orDash(item.path("name").asString("")),
            orDash(item.path("createdAt").asString("")),
            orDash(item.path("lastUsedAt").asString("")),
            item.path("id").asString(""));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(name = "delete", description = "Makes a token invalid at once.")
  int delete(
      @Mixin Remote remote,
      @Parameters(paramLabel = "TOKEN", description = "The token's id.") String id) {
    try (Api api = remote.open()) {
      JsonNode answer = api.delete("/tokens/" + Api.encoded(id));
      remote.answer(api, answer, "Token " + id + " is deleted.\n");
      return 0;
    }
  }
}
