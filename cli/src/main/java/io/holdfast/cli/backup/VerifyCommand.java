package io.holdfast.cli.backup;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Remote;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast verify BACKUP}. */
@Command(
    name = "verify",
    description = "Reads everything of a backup again and says what is damaged.")
public final class VerifyCommand implements Callable<Integer> {

  @Mixin Remote remote;
  @Mixin Waiting waiting;

  @Parameters(paramLabel = "BACKUP", description = "Id or name.")
  String backup;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      description = "Read so much of it, chosen at random, instead of everything.")
  @Nullable Integer percent;

  @Override
  public Integer call() {
    try (Api api = remote.open()) {
      String id = Api.encoded(new Lookup(api).backup(backup).required("id").asString());
      Map<String, Object> body = percent == null ? Map.of() : Map.of("samplePercent", percent);
      JsonNode answer = api.post("/backups/" + id + "/verify", body);
      return waiting.answer(remote, api, answer, "Verifying backup '" + backup + "' is queued.");
    }
  }
}
