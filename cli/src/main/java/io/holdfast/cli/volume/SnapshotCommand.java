package io.holdfast.cli.volume;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.output.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast volume snapshot …}. */
@Command(name = "snapshot", description = "Snapshots of a volume: list, create, delete.")
final class SnapshotCommand {

  @Command(name = "list", description = "The snapshots of a volume.")
  int list(
      @Mixin Remote remote,
      @Parameters(paramLabel = "VOLUME", description = "Id or name.") String idOrName) {
    try (Api api = remote.open()) {
      String volume = VolumeCommand.id(new Lookup(api).volume(idOrName));
      List<JsonNode> items =
          Pages.all(api, "/volumes/" + volume + "/snapshots", Map.of(), Pages.NO_LIMIT);
      Table table = new Table("NAME", "STATUS", "CREATED", "ID");
      for (JsonNode item : items) {
        table.row(
            orDash(item.path("name").asString("")),
            item.path("status").asString(""),
            orDash(item.path("createdAt").asString("")),
            item.path("id").asString(""));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(name = "create", description = "Keeps a volume as it is now.")
  int create(
      @Mixin Remote remote,
      @Parameters(paramLabel = "VOLUME", description = "Id or name.") String idOrName,
      @Option(names = "--name", description = "The snapshot's name.") @Nullable String name) {
    Map<String, Object> body = new HashMap<>();
    VolumeCommand.putIfGiven(body, "name", name);
    try (Api api = remote.open()) {
      JsonNode volume = new Lookup(api).volume(idOrName);
      JsonNode snapshot = api.post("/volumes/" + VolumeCommand.id(volume) + "/snapshots", body);
      remote.answer(
          api,
          snapshot,
          "Snapshot %s of volume %s: %s.%n"
              .formatted(
                  snapshot.path("id").asString("?"),
                  VolumeCommand.described(volume),
                  snapshot.path("status").asString("?")));
      return 0;
    }
  }

  @Command(name = "delete", description = "Deletes a snapshot.")
  int delete(
      @Mixin Remote remote,
      @Parameters(paramLabel = "SNAPSHOT", description = "The snapshot's id.") String id) {
    try (Api api = remote.open()) {
      JsonNode answer = api.delete("/snapshots/" + Api.encoded(id));
      remote.answer(api, answer, "Snapshot " + id + " is deleted.\n");
      return 0;
    }
  }
}
