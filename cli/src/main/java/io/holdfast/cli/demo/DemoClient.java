package io.holdfast.cli.demo;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Backup;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Task;
import io.holdfast.cli.api.Volume;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Pause;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the demonstration asks of the REST API, as any program would. */
final class DemoClient {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration LONGEST_TASK = Duration.ofMinutes(5);
  private static final Duration LONGEST_CHANGE = Duration.ofMinutes(1);

  /** What a request queued. */
  record Submitted(String taskId, String backupId, String volumeId) {}

  private final Api api;

  DemoClient(Api api) {
    this.api = api;
  }

  /** A volume of this name as soon as it can be used; the volume service may just have joined. */
  Volume usableVolume(String name) throws InterruptedException {
    return awaited(
        "volume '" + name + "' to be usable",
        LONGEST_CHANGE,
        () -> {
          try {
            return api.as(new Lookup(api).volume(name), Volume.class);
          } catch (Failure failure) {
            if (failure.exitCode() == ExitCode.NOT_FOUND) {
              return null;
            }
            throw failure;
          }
        },
        volume -> volume.status().equals("available") || volume.status().equals("in-use"));
  }

  Volume volume(String id) {
    return api.as(api.get("/volumes/" + id), Volume.class);
  }

  Backup backup(String id) {
    return api.as(api.get("/backups/" + id), Backup.class);
  }

  Volume createVolume(String name, long sizeBytes) throws InterruptedException {
    api.post("/volumes", Map.of("name", name, "sizeBytes", sizeBytes));
    return usableVolume(name);
  }

  Submitted backUp(Volume volume, String name, boolean incremental) {
    return submitted(
        api.post(
            "/backups", Map.of("volumeId", volume.id(), "name", name, "incremental", incremental)));
  }

  Submitted restoreToNew(String backupId, String volumeName) {
    return submitted(
        api.post("/backups/" + backupId + "/restore", Map.of("volumeName", volumeName)));
  }

  Submitted restoreOver(String backupId, String volumeId) {
    return submitted(api.post("/backups/" + backupId + "/restore", Map.of("volumeId", volumeId)));
  }

  Submitted verify(String backupId) {
    return submitted(api.post("/backups/" + backupId + "/verify", Map.of()));
  }

  Submitted delete(String backupId) {
    return submitted(api.delete("/backups/" + backupId));
  }

  /** The task when it has ended, well or not. */
  Task ended(String taskId) throws InterruptedException {
    return awaited(
        "task " + taskId + " to end",
        LONGEST_TASK,
        () -> api.as(api.get("/tasks/" + taskId), Task.class),
        Task::isFinished);
  }

  private static <T> T awaited(
      String what, Duration longest, Supplier<@Nullable T> look, Predicate<T> done)
      throws InterruptedException {
    long startedAt = System.nanoTime();
    while (System.nanoTime() - startedAt < longest.toNanos()) {
      T seen = look.get();
      if (seen != null && done.test(seen)) {
        return seen;
      }
      Pause.of(LOOK_EVERY);
    }
    throw new Failure(
        ExitCode.FAILED, "Waited %d s in vain for %s.".formatted(longest.toSeconds(), what));
  }

  private static Submitted submitted(JsonNode answer) {
    return new Submitted(
        answer.path("task").path("id").asString(""),
        answer.path("backup").path("id").asString(""),
        answer.path("volume").path("id").asString(""));
  }
}
