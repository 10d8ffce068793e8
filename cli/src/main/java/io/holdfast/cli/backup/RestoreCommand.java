package io.holdfast.cli.backup;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Backup;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast restore BACKUP …}. */
@Command(name = "restore", description = "Writes a backup to a new volume or over an existing one.")
public final class RestoreCommand implements Callable<Integer> {

  @Mixin Remote remote;
  @Mixin Waiting waiting;

  @Parameters(paramLabel = "BACKUP", description = "Id or name.")
  String backup;

  @ArgGroup(exclusive = true)
  @Nullable Target target;

  @Option(names = "--backend", description = "The storage pool that a new volume is made in.")
  @Nullable String backend;

  @Option(
      names = "--accept-damage",
      description =
          "Write over a volume from a backup that was found damaged; damaged ranges become zeros.")
  boolean acceptDamage;

  /** At most one of these; with none, the console makes a new volume and names it. */
  static final class Target {
    @Option(names = "--to-new", paramLabel = "NAME", description = "To a new volume of this name.")
    @Nullable String newName;

    @Option(
        names = "--to",
        paramLabel = "VOLUME",
        description = "Over this volume (id or name); all that is on it is lost.")
    @Nullable String existing;

    @Option(
        names = "--in-place",
        description = "Over the volume that was backed up; all that is on it is lost.")
    boolean inPlace;
  }

  @Override
  public Integer call() {
    try (Api api = remote.open()) {
      JsonNode found = new Lookup(api).backup(backup);
      tellDamage(api.as(found, Backup.class), found.path("verifyMessage").asString(""));
      Map<String, Object> body = new HashMap<>();
      if (target != null) {
        fill(body, target, api, found);
      }
      if (backend != null) {
        body.put("backend", backend);
      }
      JsonNode answer =
          api.post("/backups/" + Api.encoded(found.required("id").asString()) + "/restore", body);
      JsonNode volume = answer.path("volume");
      return waiting.answer(
          remote,
          api,
          answer,
          "Restoring backup '%s' to volume '%s' (%s) is queued."
              .formatted(
                  backup, volume.path("name").asString("?"), volume.path("id").asString("?")));
    }
  }

  /** What is known to be damaged is nothing to write over a volume unless somebody wants that. */
  private void tellDamage(Backup found, String what) {
    if (!found.isDamaged()) {
      return;
    }
    boolean over = target != null && target.newName == null;
    if (over && !acceptDamage) {
      throw new Failure(
          ExitCode.DAMAGED,
          "Backup '%s' was found damaged: %s Nothing was restored. Restore another backup, or this one to a new volume with --to-new NAME; --accept-damage writes it over the volume, with zeros in the damaged ranges."
              .formatted(backup, what));
    }
    PrintWriter err = remote.err();
    err.println(
        "holdfast: backup '%s' was found damaged, what is intact is restored: %s"
            .formatted(backup, what));
    err.flush();
  }

  private static void fill(Map<String, Object> body, Target target, Api api, JsonNode backup) {
    if (target.newName != null) {
      body.put("volumeName", target.newName);
    } else if (target.existing != null) {
      body.put("volumeId", new Lookup(api).volume(target.existing).required("id").asString());
    } else if (target.inPlace) {
      String volume = backup.path("volumeId").asString("");
      if (volume.isEmpty()) {
        throw new Failure(
            ExitCode.NOT_FOUND,
            "The volume that was backed up is not known any more. Restore to a new one with"
                + " --to-new NAME.");
      }
      body.put("volumeId", volume);
    }
  }
}
