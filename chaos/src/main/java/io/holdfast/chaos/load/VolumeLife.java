package io.holdfast.chaos.load;

import io.holdfast.chaos.load.Consoles.Answer;
import io.holdfast.chaos.load.Consoles.Outcome;
import io.holdfast.chaos.load.Volume.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * What happens to one volume: step after step, each drawn from its own random numbers. Whatever is
 * refused is left; whatever gets no answer stops the writing until all has settled.
 */
final class VolumeLife {

  private static final int SMALL = 256 * 1024;
  private static final int LARGE = 4 << 20;
  private static final int MOST_BACKUPS = 6;
  private static final int MOST_SNAPSHOTS = 2;

  private final Volume volume;
  private final Consoles consoles;
  private final Model model;
  private final Random random;
  private final List<String> tasks = new ArrayList<>();

  /** The name of the backup that is being restored over the volume; empty: none. */
  private String restoring = "";

  VolumeLife(Volume volume, Consoles consoles, Model model, Random random) {
    this.volume = volume;
    this.consoles = consoles;
    this.model = model;
    this.random = random;
  }

  void step() throws IOException {
    forgetEnded();
    boolean busy = !tasks.isEmpty();
    if (busy && random.nextInt(12) == 0) {
      consoles.post("/tasks/" + tasks.get(random.nextInt(tasks.size())) + "/cancel", Map.of());
      return;
    }
    if (!busy || volume.kind() == Kind.SNAPSHOTS) {
      write();
    }
    List<JsonNode> backups = backups();
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> backUp(backups);
      case 3 -> {
        if (!backups.isEmpty()) {
          restore(pick(backups));
        }
      }
      case 4 -> {
        if (!backups.isEmpty()) {
          keep(consoles.post("/backups/" + id(pick(backups)) + "/verify", Map.of()), false);
        }
      }
      case 5 -> {
        if (backups.size() > MOST_BACKUPS / 2) {
          keep(consoles.delete("/backups/" + id(pick(backups))), false);
        }
      }
      default -> {
        // Time passes.
      }
    }
  }

  private void write() throws IOException {
    if (!volume.isFrozen() && volume.content() != null) {
      Content.write(volume.image(), random, random.nextInt(8) == 0 ? LARGE : SMALL);
      volume.look();
    }
  }

  private void forgetEnded() throws IOException {
    for (String task : List.copyOf(tasks)) {
      Answer answer = consoles.get("/tasks/" + task);
      if (answer.outcome() == Outcome.REFUSED) {
        model.wrong("Task " + task + " is not known any more: " + answer.said());
        tasks.remove(task);
      } else if (answer.accepted() && !answer.body().path("finishedAt").asString("").isEmpty()) {
        tasks.remove(task);
        ended(answer.body());
      }
    }
  }

  private void ended(JsonNode task) throws IOException {
    boolean over =
        task.path("kind").asString("").equals("restore")
            && task.path("volumeId").asString("").equals(volume.id());
    if (over && task.path("state").asString("").equals("succeeded")) {
      Content expected = model.of(restoring).orElseThrow();
      String difference = expected.difference(Content.of(volume.image()));
      if (!difference.isEmpty()) {
        model.wrong(
            "The restore of %s over volume %s succeeded (task %s), but %s."
                .formatted(restoring, volume.id(), task.path("id").asString(""), difference));
      }
      volume.holds(expected);
    } else if (over) {
      reset();
    }
  }

  /** After a restore that failed or was cancelled, which may not have begun to write. */
  private void reset() throws IOException {
    Answer now = consoles.get("/volumes/" + volume.id());
    if (now.accepted() && now.body().path("status").asString("").equals("error_restoring")) {
      now = consoles.post("/volumes/" + volume.id() + "/reset", Map.of());
    }
    if (now.accepted()) {
      volume.look();
    }
  }

  private List<JsonNode> backups() {
    List<JsonNode> found = new ArrayList<>();
    Answer answer = consoles.get("/backups?status=available&limit=20&volumeId=" + volume.id());
    answer.body().path("items").forEach(found::add);
    return found;
  }

  private void backUp(List<JsonNode> backups) throws IOException {
    if (volume.isFrozen() || backups.size() >= MOST_BACKUPS || volume.content() == null) {
      return;
    }
    if (volume.kind() == Kind.SNAPSHOTS) {
      backUpSnapshot(!backups.isEmpty());
      return;
    }
    if (tasks.isEmpty()) {
      String name = model.name("backup");
      model.asked(name, volume.look());
      backUp(Map.of("volumeId", volume.id(), "name", name, "incremental", incremental(backups)));
    }
  }

  private boolean incremental(List<JsonNode> backups) {
    return !backups.isEmpty() && random.nextInt(4) != 0;
  }

  private void backUpSnapshot(boolean mayBeIncremental) throws IOException {
    Answer snapshots = consoles.get("/volumes/" + volume.id() + "/snapshots");
    if (!snapshots.accepted()) {
      return;
    }
    for (JsonNode snapshot : snapshots.body().path("items")) {
      if (tasks.isEmpty() && snapshots.body().path("items").size() >= MOST_SNAPSHOTS) {
        consoles.delete("/snapshots/" + id(snapshot));
      }
    }
    if (snapshots.body().path("items").size() >= MOST_SNAPSHOTS) {
      return;
    }
    Answer made =
        consoles.post(
            "/volumes/" + volume.id() + "/snapshots", Map.of("name", model.name("snapshot")));
    if (!made.accepted()) {
      freezeUnlessRefused(made);
      return;
    }
    String snapshot = id(made.body());
    if (!Waiting.until(() -> !statusOf(snapshot).equals("creating"))) {
      volume.freeze();
      return;
    }
    if (!statusOf(snapshot).equals("available")) {
      return;
    }
    String name = model.name("backup");
    model.asked(name, volume.look());
    backUp(
        Map.of(
            "volumeId",
            volume.id(),
            "snapshotId",
            snapshot,
            "name",
            name,
            "incremental",
            mayBeIncremental && random.nextInt(4) != 0));
  }

  /** As long as nobody knows, it is being created. */
  private String statusOf(String snapshot) {
    return consoles.get("/snapshots/" + snapshot).body().path("status").asString("creating");
  }

  private void backUp(Map<String, Object> wanted) {
    keep(consoles.post("/backups", wanted), true);
  }

  private void restore(JsonNode backup) {
    String path = "/backups/" + id(backup) + "/restore";
    if (volume.kind() == Kind.IDLE && tasks.isEmpty() && !volume.isFrozen()) {
      Content before = volume.content();
      volume.unknown();
      Answer answer = consoles.post(path, Map.of("volumeId", volume.id()));
      keep(answer, true);
      if (answer.outcome() == Outcome.REFUSED && before != null) {
        volume.holds(before);
      }
      restoring = backup.path("name").asString("");
    } else {
      String name = model.name(Load.RESTORED);
      model.of(backup.path("name").asString("")).ifPresent(content -> model.asked(name, content));
      keep(consoles.post(path, Map.of("volumeName", name)), false);
    }
  }

  private void keep(Answer answer, boolean ofTheVolume) {
    if (answer.accepted()) {
      tasks.add(id(answer.body().path("task")));
    } else if (ofTheVolume) {
      freezeUnlessRefused(answer);
    }
  }

  private void freezeUnlessRefused(Answer answer) {
    if (answer.outcome() == Outcome.UNKNOWN) {
      volume.freeze();
    }
  }

  /** All has settled: what happened is known. */
  void settled() throws IOException {
    forgetEnded();
    tasks.clear();
    if (volume.content() == null) {
      reset();
    }
    volume.thaw();
  }

  private JsonNode pick(List<JsonNode> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String id(JsonNode of) {
    return of.path("id").asString("");
  }
}
