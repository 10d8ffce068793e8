package io.holdfast.bench.whole;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Task;
import io.holdfast.cli.api.Volume;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Holdfast as it runs: times go from a request to the end that the task's row says. */
final class HoldfastTool implements Tool {

  /** Seldom, as the console's answers take time from what is measured. */
  private static final int SECTOR_BYTES = 512;

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Duration JOINS_WITHIN = Duration.ofMinutes(1);

  private final Api api;
  private final Path image;
  private final Path volumes;
  private final String volume;
  private final List<String> backups = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();

  HoldfastTool(Api api, Path image, Path volumes) throws InterruptedException {
    this.api = api;
    this.image = image;
    this.volumes = volumes;
    String file = String.valueOf(image.getFileName());
    this.volume = usable(file.substring(0, file.lastIndexOf('.')));
  }

  @Override
  public String name() {
    return "holdfast";
  }

  @Override
  public double full() throws InterruptedException {
    return backUp(false);
  }

  @Override
  public double rescan() throws InterruptedException {
    return backUp(true);
  }

  private double backUp(boolean incremental) throws InterruptedException {
    return seconds(ask(incremental));
  }

  private JsonNode ask(boolean incremental) {
    JsonNode asked =
        api.post(
            "/backups", Map.of("volumeId", volume, "name", "bench", "incremental", incremental));
    backups.add(asked.path("backup").path("id").asString(""));
    return asked;
  }

  /** Full backups of both volumes at once: from the first request to the later end. */
  double fullWith(HoldfastTool other) throws InterruptedException {
    List<JsonNode> asked = List.of(ask(false), other.ask(false));
    List<Task> tasks = new ArrayList<>();
    for (JsonNode each : asked) {
      tasks.add(ended(taskId(each)));
    }
    Instant first = Objects.requireNonNull(tasks.getFirst().createdAt());
    return tasks.stream()
        .map(task -> Duration.between(first, Objects.requireNonNull(task.finishedAt())))
        .max(Duration::compareTo)
        .map(HoldfastTool::inSeconds)
        .orElseThrow();
  }

  @Override
  public double restore() throws Exception {
    JsonNode asked =
        api.post(
            "/backups/" + backups.getLast() + "/restore",
            Map.of("volumeName", "restored " + restored.size()));
    String target = asked.path("volume").path("id").asString("");
    double seconds = seconds(asked);
    restored.add(target);
    requireEqual(volumes.resolve(target + ".raw"));
    return seconds;
  }

  /** A volume is whole sectors: where the image is not, zeros follow. */
  private void requireEqual(Path volume) throws IOException {
    long imageBytes = Files.size(image);
    long firstDifference = Files.mismatch(image, volume);
    boolean equal =
        firstDifference == -1
            || firstDifference == imageBytes && Files.size(volume) - imageBytes < SECTOR_BYTES;
    if (!equal) {
      throw new IOException("Holdfast restored something else");
    }
  }

  /** Restores over the volume itself, which differs by what changed since. */
  double restoreOver(int backup) throws InterruptedException {
    return seconds(
        api.post("/backups/" + backups.get(backup) + "/restore", Map.of("volumeId", volume)));
  }

  @Override
  public void forget() throws InterruptedException {
    for (String target : restored) {
      api.delete("/volumes/" + target);
    }
    restored.clear();
    Collections.reverse(backups);
    for (String backup : backups) {
      seconds(api.delete("/backups/" + backup));
    }
    backups.clear();
    String repository = api.get("/repositories").path("items").path(0).path("id").asString("");
    // What the first finds unneeded the second removes.
    for (int i = 0; i < 2; i++) {
      JsonNode asked = api.post("/repositories/" + repository + "/reclaim", Map.of());
      ended(asked.path("id").asString(""));
    }
  }

  private double seconds(JsonNode asked) throws InterruptedException {
    Task task = ended(taskId(asked));
    return inSeconds(
        Duration.between(
            Objects.requireNonNull(task.createdAt()), Objects.requireNonNull(task.finishedAt())));
  }

  private static String taskId(JsonNode asked) {
    return asked.path("task").path("id").asString("");
  }

  private static double inSeconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private Task ended(String id) throws InterruptedException {
    while (true) {
      Task task = api.as(api.get("/tasks/" + id), Task.class);
      if (task.isFinished()) {
        if (!task.state().equals("succeeded")) {
          throw new IllegalStateException("A task ended badly: " + task);
        }
        return task;
      }
      Pause.of(LOOK_EVERY);
    }
  }

  private String usable(String name) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        Volume found = api.as(new Lookup(api).volume(name), Volume.class);
        if (found.status().equals("available")) {
          return found.id();
        }
      } catch (Failure notYet) {
        if (System.nanoTime() - start > JOINS_WITHIN.toNanos()) {
          throw notYet;
        }
      }
      Pause.of(LOOK_EVERY);
    }
  }
}
