package io.holdfast.cli.volume;

import static io.holdfast.cli.output.Text.moment;
import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.api.Volume;
import io.holdfast.cli.output.Details;
import io.holdfast.cli.output.Sizes;
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

/** {@code ./holdfast volume …}. */
@Command(
    name = "volume",
    description = "Volumes: list, show, create, extend, delete, snapshots.",
    subcommands = SnapshotCommand.class)
public final class VolumeCommand {

  @Command(name = "list", description = "All volumes.")
  int list(
      @Mixin Remote remote,
      @Option(names = "--status", description = "Only those with this status.")
          @Nullable String status,
      @Option(
              names = "--search",
              paramLabel = "TEXT",
              description = "Only those with this in the name.")
          @Nullable String search) {
    try (Api api = remote.open()) {
      Map<String, String> query =
          Map.of("status", status == null ? "" : status, "q", search == null ? "" : search);
      List<JsonNode> items = Pages.all(api, "/volumes", query, Pages.NO_LIMIT);
      Table table =
          new Table("NAME", "SIZE>", "STATUS", "BACKEND", "PROTECTION", "LAST BACKUP", "ID");
      for (JsonNode item : items) {
        Volume volume = api.as(item, Volume.class);
        table.row(
            orDash(volume.name()),
            Sizes.text(volume.sizeBytes()),
            volume.status(),
            orDash(volume.backend()),
            orDash(volume.protection()),
            moment(volume.lastBackupAt()),
            volume.id());
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(name = "show", description = "One volume.")
  int show(
      @Mixin Remote remote,
      @Parameters(paramLabel = "VOLUME", description = "Id or name.") String idOrName) {
    try (Api api = remote.open()) {
      JsonNode volume = new Lookup(api).volume(idOrName);
      remote.answer(api, volume, Details.text(volume));
      return 0;
    }
  }

  @Command(name = "create", description = "Makes an empty volume.")
  int create(
      @Mixin Remote remote,
      @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(
              index = "1",
              paramLabel = "SIZE",
              converter = Sizes.class,
              description = "10G, 512M, 1.5T …")
          long sizeBytes,
      @Option(names = "--backend", description = "The storage pool to make it in.")
          @Nullable String backend,
      @Option(names = "--project", description = "The project that it belongs to.")
          @Nullable String project,
      @Option(names = "--description") @Nullable String description) {
    Map<String, Object> body = new HashMap<>(Map.of("name", name, "sizeBytes", sizeBytes));
    putIfGiven(body, "backend", backend);
    putIfGiven(body, "project", project);
    putIfGiven(body, "description", description);
    try (Api api = remote.open()) {
      JsonNode volume = api.post("/volumes", body);
      remote.answer(
          api,
          volume,
          "Volume '%s' (%s) of %s is being made: %s.%n"
              .formatted(
                  name,
                  volume.path("id").asString("?"),
                  Sizes.text(sizeBytes),
                  volume.path("status").asString("?")));
      return 0;
    }
  }

  @Command(
      name = "delete",
      description = "Deletes a volume and all that is on it. Its backups stay.")
  int delete(
      @Mixin Remote remote,
      @Parameters(paramLabel = "VOLUME", description = "Id or name.") String idOrName) {
    try (Api api = remote.open()) {
      JsonNode volume = new Lookup(api).volume(idOrName);
      JsonNode answer = api.delete("/volumes/" + id(volume));
      remote.answer(api, answer, "Volume " + described(volume) + " is deleted.\n");
      return 0;
    }
  }

  @Command(name = "extend", description = "Makes a volume larger.")
  int extend(
      @Mixin Remote remote,
      @Parameters(index = "0", paramLabel = "VOLUME", description = "Id or name.") String idOrName,
      @Parameters(
              index = "1",
              paramLabel = "SIZE",
              converter = Sizes.class,
              description = "Its new size.")
          long sizeBytes) {
    try (Api api = remote.open()) {
      JsonNode volume = new Lookup(api).volume(idOrName);
      JsonNode answer =
          api.post("/volumes/" + id(volume) + "/extend", Map.of("sizeBytes", sizeBytes));
      remote.answer(
          api, answer, "Volume " + described(volume) + " has " + Sizes.text(sizeBytes) + " now.\n");
      return 0;
    }
  }

  @Command(
      name = "in-use",
      description = "Says that something uses a volume, so that it is backed up from a snapshot.")
  int inUse(
      @Mixin Remote remote,
      @Parameters(paramLabel = "VOLUME", description = "Id or name.") String idOrName,
      @Option(names = "--no", description = "Nothing uses it any more.") boolean no) {
    try (Api api = remote.open()) {
      JsonNode volume = new Lookup(api).volume(idOrName);
      JsonNode answer = api.post("/volumes/" + id(volume) + "/in-use", Map.of("inUse", !no));
      remote.answer(
          api,
          answer,
          "Volume " + described(volume) + (no ? " is not in use now.\n" : " is in use now.\n"));
      return 0;
    }
  }

  static void putIfGiven(Map<String, Object> body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  static String id(JsonNode item) {
    return Api.encoded(item.required("id").asString());
  }

  static String described(JsonNode item) {
    return "'%s' (%s)".formatted(item.path("name").asString(""), item.path("id").asString(""));
  }
}
