package io.holdfast.cli.repository;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.output.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast repository …}. */
@Command(
    name = "repository",
    description = "Where backups are kept: list; restore without anything else.",
    subcommands = {RestoreOffline.class})
public final class RepositoryCommand {

  @Spec CommandSpec command;

  @Command(
      name = "list",
      description =
          "All repositories that the console knows; with --repository DIR the backups in that"
              + " directory, which needs no console.")
  int list(
      @Mixin Remote remote,
      @Option(
              names = "--repository",
              paramLabel = "DIR",
              description = "List the backups in this directory.")
          @Nullable Path directory,
      @Option(
              names = "--passphrase-file",
              paramLabel = "FILE",
              description = "Holds the passphrase; else HOLDFAST_PASSPHRASE, else it is asked for.")
          @Nullable Path passphraseFile) {
    if (directory != null) {
      return BackupList.show(new Offline(directory, passphraseFile, command), remote.json());
    }
    try (Api api = remote.open()) {
      List<JsonNode> items = Pages.all(api, "/repositories", Map.of(), Pages.NO_LIMIT);
      Table table = new Table("NAME", "KIND", "STATE", "ENCRYPTED", "LOCATION", "MESSAGE");
      for (JsonNode item : items) {
        table.row(
            orDash(item.path("name").asString("")),
            orDash(item.path("driver").asString("")),
            orDash(item.path("state").asString("")),
            item.path("encrypted").asBoolean(true) ? "yes" : "NO",
            orDash(item.path("location").asString("")),
            orDash(item.path("message").asString("")));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }
}
