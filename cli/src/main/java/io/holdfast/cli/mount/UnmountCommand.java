package io.holdfast.cli.mount;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast backup unmount}. */
@Command(
    name = "unmount",
    description = {
      "Ends one mount, or all mounts of a backup.",
      "Whoever still reads there gets errors; what was written is thrown away."
    })
public final class UnmountCommand implements Callable<Integer> {

  @Mixin Remote remote;

  @Parameters(
      paramLabel = "BACKUP|MOUNT",
      description = "Id of a mount, or id or name of a backup.")
  String which;

  @Override
  public Integer call() {
    try (Api api = remote.open()) {
      List<JsonNode> meant =
          MountsCommand.all(api).stream()
              .filter(mount ->
                  Stream.of("id", "backupId", "backupName")
                      .anyMatch(key -> which.equals(mount.path(key).asString(""))))
              .toList();
      check(meant);
      meant.forEach(mount -> api.delete("/mounts/" + Api.encoded(mount.path("id").asString(""))));
      remote.answer(
          api,
          meant,
          meant.stream()
              .map(mount ->
                  "Worker %s offers backup '%s' no longer.%n"
                      .formatted(mount.path("worker").asString("?"), which))
              .collect(Collectors.joining()));
      return ExitCode.OK.status();
    }
  }

  private void check(List<JsonNode> meant) {
    if (meant.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "Nothing that is mounted is called '%s'. `./holdfast backup mounts` shows all."
              .formatted(which));
    }
    List<String> backups =
        meant.stream().map(mount -> mount.path("backupId").asString("")).distinct().toList();
    if (backups.size() > 1) {
      throw new Failure(
          ExitCode.REFUSED,
          "%d mounted backups are called '%s'; name one by its id: %s."
              .formatted(backups.size(), which, String.join(", ", backups)));
    }
  }
}
