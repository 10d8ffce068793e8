package io.holdfast.cli.mount;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.output.Table;
import io.holdfast.cli.output.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast backup mounts}. */
@Command(name = "mounts", description = "Backups that workers offer now, newest first.")
public final class MountsCommand implements Callable<Integer> {

  @Mixin Remote remote;

  @Override
  public Integer call() {
    try (Api api = remote.open()) {
      List<JsonNode> mounts = all(api);
      Table table =
          new Table("BACKUP", "VOLUME", "WORKER", "MODE", "BY", "SINCE", "ENDS WITH", "ID");
      for (JsonNode mount : mounts) {
        String backup = mount.path("backupName").asString("");
        table.row(
            backup.isEmpty() ? mount.path("backupId").asString("-") : backup,
            orDash(mount.path("volumeName").asString("")),
            mount.path("worker").asString("-"),
            mount.path("writable").asBoolean(false) ? "throw-away writes" : "read-only",
            mount.path("createdBy").asString("-"),
            Text.moment(Instant.parse(mount.path("createdAt").asString())),
            mount.path("lasting").asBoolean(false) ? "unmount" : "its command",
            mount.path("id").asString("-"));
      }
      remote.answer(api, mounts, table);
      return ExitCode.OK.status();
    }
  }

  static List<JsonNode> all(Api api) {
    return Pages.all(api, "/mounts", Map.of(), Pages.NO_LIMIT);
  }
}
