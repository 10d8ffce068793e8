package io.holdfast.cli.backup;

import static io.holdfast.cli.output.Text.moment;
import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Backup;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.mount.FilesCommand;
import io.holdfast.cli.mount.MountCommand;
import io.holdfast.cli.mount.MountsCommand;
import io.holdfast.cli.mount.UnmountCommand;
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

/** {@code ./holdfast backup …}. */
@Command(
    name = "backup",
    description = "Backups: create, list, show, delete, mount, unmount, files.",
    subcommands = {
      MountCommand.class,
      MountsCommand.class,
      UnmountCommand.class,
      FilesCommand.class
    })
public final class BackupCommand {

  @Command(name = "create", description = "Backs up a volume.")
  int create(
      @Mixin Remote remote,
      @Parameters(paramLabel = "VOLUME", description = "Id or name.") String idOrName,
      @Option(names = "--name", description = "The backup's name.") @Nullable String name,
      @Option(names = "--description") @Nullable String description,
      @Option(names = "--incremental", description = "Only what changed since the last backup.")
          boolean incremental,
      @Option(names = "--snapshot", paramLabel = "ID", description = "This snapshot of the volume.")
          @Nullable String snapshot,
      @Option(
              names = "--property",
              paramLabel = "KEY=VALUE",
              description = "Metadata; may be repeated.")
          @Nullable Map<String, String> metadata,
      @Mixin Waiting waiting) {
    try (Api api = remote.open()) {
      JsonNode volume = new Lookup(api).volume(idOrName);
      Map<String, Object> body =
          new HashMap<>(
              Map.of("volumeId", volume.required("id").asString(), "incremental", incremental));
      putIfGiven(body, "name", name);
      putIfGiven(body, "description", description);
      putIfGiven(body, "snapshotId", snapshot);
      putIfGiven(body, "metadata", metadata);
      JsonNode answer = api.post("/backups", body);
      String said =
          "Backup %s of volume '%s' is queued."
              .formatted(
                  answer.path("backup").path("id").asString("?"),
                  volume.path("name").asString(idOrName));
      return waiting.answer(remote, api, answer, said);
    }
  }

  @Command(name = "list", description = "Backups, newest first.")
  int list(
      @Mixin Remote remote,
      @Option(names = "--volume", description = "Only those of this volume (id or name).")
          @Nullable String volume,
      @Option(names = "--status", description = "Only those with this status.")
          @Nullable String status,
      @Option(
              names = "--search",
              paramLabel = "TEXT",
              description = "Only those with this in the name.")
          @Nullable String search) {
    try (Api api = remote.open()) {
      Map<String, String> query = new HashMap<>();
      query.put("status", status == null ? "" : status);
      query.put("q", search == null ? "" : search);
      if (volume != null) {
        query.put("volumeId", new Lookup(api).volume(volume).required("id").asString());
      }
      List<JsonNode> items = Pages.all(api, "/backups", query, Pages.NO_LIMIT);
      Table table =
          new Table("NAME", "VOLUME", "KIND", "STATUS", "SIZE>", "STORED>", "DATA OF", "ID");
      for (JsonNode item : items) {
        Backup backup = api.as(item, Backup.class);
        table.row(
            orDash(backup.name()),
            orDash(backup.volumeName()),
            backup.incremental() ? "incremental" : "full",
            backup.isDamaged() ? "damaged" : backup.status(),
            Sizes.text(backup.sizeBytes()),
            backup.storedBytes() == null ? "-" : Sizes.text(backup.storedBytes()),
            moment(backup.dataTimestamp()),
            backup.id());
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(name = "show", description = "One backup.")
  int show(
      @Mixin Remote remote,
      @Parameters(paramLabel = "BACKUP", description = "Id or name.") String idOrName) {
    try (Api api = remote.open()) {
      JsonNode backup = new Lookup(api).backup(idOrName);
      remote.answer(api, backup, Details.text(backup));
      return 0;
    }
  }

  @Command(name = "delete", description = "Deletes a backup for good.")
  int delete(
      @Mixin Remote remote,
      @Parameters(paramLabel = "BACKUP", description = "Id or name.") String idOrName,
      @Mixin Waiting waiting) {
    try (Api api = remote.open()) {
      JsonNode backup = new Lookup(api).backup(idOrName);
      JsonNode answer = api.delete("/backups/" + Api.encoded(backup.required("id").asString()));
      return waiting.answer(remote, api, answer, "Backup '" + idOrName + "' is being deleted.");
    }
  }

  private static void putIfGiven(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
