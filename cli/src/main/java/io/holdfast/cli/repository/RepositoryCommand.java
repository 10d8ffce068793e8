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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast repository …}. */
@Command(
    name = "repository",
    description =
        "Where backups are kept: list, look after, change passphrases, restore without anything"
            + " else.",
    subcommands = {RestoreOffline.class, KeyCommand.class})
public final class RepositoryCommand {

  private static final String WAIT =
      "Wait for the end, showing progress; the exit status tells how it went.";
  private static final String WHICH = "Name or id; else the default repository.";

  @Spec CommandSpec command;

  @Command(
      name = "reclaim",
      description =
          "Frees what no backup needs, and rewrites packs that are mostly unneeded. It takes two"
              + " runs to free the room of a deleted backup.")
  int reclaim(
      @Mixin Remote remote,
      @Parameters(arity = "0..1", paramLabel = "REPOSITORY", description = WHICH)
          @Nullable String name,
      @Option(names = "--wait", description = WAIT) boolean wait) {
    return RepositoryTasks.queue(remote, name, "reclaim", Map.of(), wait);
  }

  @Command(
      name = "verify",
      description =
          "Reads everything again, or a sample, and says which backups and byte ranges are"
              + " damaged. `./holdfast verify BACKUP` reads one backup.")
  int verify(
      @Mixin Remote remote,
      @Parameters(arity = "0..1", paramLabel = "REPOSITORY", description = WHICH)
          @Nullable String name,
      @Option(
              names = "--sample",
              paramLabel = "PERCENT",
              description = "Read so much of each backup, chosen at random.")
          @Nullable Integer percent,
      @Option(names = "--wait", description = WAIT) boolean wait) {
    Map<String, Object> body = percent == null ? Map.of() : Map.of("samplePercent", percent);
    return RepositoryTasks.queue(remote, name, "verify", body, wait);
  }

  @Command(
      name = "reindex",
      description =
          "Builds the database's index and list of backups again from the repository alone. A"
              + " repository whose database is lost is taken over; never use one repository from"
              + " two databases.")
  int reindex(
      @Mixin Remote remote,
      @Parameters(arity = "0..1", paramLabel = "REPOSITORY", description = WHICH)
          @Nullable String name,
      @Option(names = "--wait", description = WAIT) boolean wait) {
    return RepositoryTasks.queue(remote, name, "reindex", Map.of(), wait);
  }

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
