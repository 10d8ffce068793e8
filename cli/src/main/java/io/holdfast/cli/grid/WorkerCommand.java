package io.holdfast.cli.grid;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.output.Table;
import io.holdfast.cli.program.DatabaseUrl;
import io.holdfast.cli.program.Foreground;
import io.holdfast.cli.program.Program;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code ./holdfast worker --database-url …} runs a worker; its subcommands ask about all of them.
 */
@Command(
    name = "worker",
    description = {
      "Runs a worker in the foreground until Ctrl-C; or lists, drains, undrains the workers there"
          + " are.",
      "The database's URL is all that it needs: there it finds the grid, the repositories and its"
          + " tasks."
    })
public final class WorkerCommand implements Callable<Integer> {

  @Mixin Foreground program;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      defaultValue = "${env:HOLDFAST_DATABASE_URL}",
      description =
          "jdbc:postgresql://HOST:PORT/DATABASE?user=…&password=…; else HOLDFAST_DATABASE_URL.")
  @Nullable String databaseUrl;

  @Option(names = "--host", description = "Its name in the grid; else the machine's.")
  @Nullable String host;

  @Option(names = "--slots", description = "How many tasks it runs at once; else 2.")
  @Nullable Integer slots;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description =
          "Where the grid reaches it; else this machine's address that faces the database.")
  @Nullable String listen;

  @Option(names = "--zone", description = "Its availability zone; else nova.")
  @Nullable String zone;

  @Override
  public Integer call() {
    return program
        .setSecretly("HOLDFAST_DATABASE_URL", DatabaseUrl.checked(databaseUrl))
        .set("holdfast.grid.host", host)
        .set("holdfast.worker.slots", slots)
        .set("holdfast.grid.listen-address", listen)
        .set("holdfast.worker.availability-zone", zone)
        .become(Program.WORKER);
  }

  @Command(name = "list", description = "All workers and what they do.")
  int list(@Mixin Remote remote) {
    try (Api api = remote.open()) {
      List<JsonNode> items = Pages.all(api, "/workers", Map.of(), Pages.NO_LIMIT);
      Table table = new Table("HOST", "STATE", "RUNS>", "SLOTS>", "ZONE", "ADDRESS", "VERSION");
      for (JsonNode item : items) {
        table.row(
            orDash(item.path("host").asString("")),
            orDash(item.path("state").asString("")),
            orDash(item.path("runningTasks").asString("")),
            orDash(item.path("slots").asString("")),
            orDash(item.path("availabilityZone").asString("")),
            orDash(item.path("address").asString("")),
            orDash(item.path("version").asString("")));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(
      name = "drain",
      description = "Gives a worker no more tasks; it leaves when its last one ends.")
  int drain(
      @Mixin Remote remote,
      @Parameters(paramLabel = "HOST", description = "The worker's name.") String host) {
    return turn(remote, host, "drain", "Worker " + host + " takes no more tasks.\n");
  }

  @Command(name = "undrain", description = "Lets a drained worker take tasks again.")
  int undrain(
      @Mixin Remote remote,
      @Parameters(paramLabel = "HOST", description = "The worker's name.") String host) {
    return turn(remote, host, "undrain", "Worker " + host + " takes tasks again.\n");
  }

  private static int turn(Remote remote, String host, String action, String said) {
    try (Api api = remote.open()) {
      JsonNode answer = api.post("/workers/" + Api.encoded(host) + "/" + action, Map.of());
      remote.answer(api, answer, said);
      return 0;
    }
  }
}
