package io.holdfast.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.submission.VerifyResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** What people ask for, and how they see what becomes of it. */
final class Requests {

  static final Actor ALICE = new Actor(null, "alice");

  /** Small chunks, so that a segment is 64 MiB and a small volume has several. */
  private static final String CHUNK_BYTES = "65536";

  private final Stack stack;
  private final BackupSubmission submission;

  Requests(Stack stack) {
    this.stack = stack;
    this.submission = new BackupSubmission(stack.database);
  }

  /** An encrypted repository in a directory of its own. */
  UUID repository() throws IOException {
    return repository(
        Files.createDirectories(stack.directory.resolve("repository-" + UUID.randomUUID())));
  }

  UUID repository(Path directory) {
    return new Repositories(stack.database)
        .create(
            new NewRepository(
                "repository " + UUID.randomUUID(),
                "posix",
                directory.toString(),
                Map.of("chunk-size", CHUNK_BYTES),
                true,
                "correct horse"))
        .orElseThrow();
  }

  CreateResult.Accepted backup(TestVolume volume, UUID repository, boolean incremental) {
    return backup(volume, repository, null, incremental);
  }

  CreateResult.Accepted backup(
      TestVolume volume,
      UUID repository,
      @org.jspecify.annotations.Nullable UUID snapshot,
      boolean incremental) {
    return (CreateResult.Accepted)
        submission.create(
            new NewBackup(
                Projects.DEFAULT_ID,
                volume.id,
                snapshot,
                "nightly",
                "",
                incremental,
                Map.of("tier", "gold"),
                repository,
                null),
            ALICE);
  }

  UUID restore(UUID backup, TestVolume target) {
    return ((RestoreResult.Accepted) submission.restore(backup, target.id, ALICE)).taskId();
  }

  UUID delete(UUID backup) {
    return ((DeleteResult.Accepted) submission.delete(backup, ALICE)).taskId();
  }

  UUID verify(UUID backup) {
    return ((VerifyResult.Accepted) submission.verify(backup, ALICE)).taskId();
  }

  void cancel(UUID taskId) {
    submission.cancel(taskId, ALICE);
  }

  Task task(UUID id) {
    return new TaskQueries(stack.database).find(id).orElseThrow();
  }

  Backup backup(UUID id) {
    return new BackupQueries(stack.database).find(id).orElseThrow();
  }

  Volume volume(TestVolume volume) {
    return new VolumeQueries(stack.database).find(volume.id).orElseThrow();
  }

  Task awaitTask(UUID id, Predicate<Task> condition) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> task(id), condition);
  }

  /** Waits for the end, whichever it is, and says why it is not the one expected. */
  Task awaitEnd(UUID id, TaskState expected) {
    Task task = awaitTask(id, t -> t.state().finished());
    assertThat(task.state()).as("%s", task.message()).isEqualTo(expected);
    assertThat(new Attachments(stack.database).liveOfTask(id)).isEmpty();
    return task;
  }

  /** Has the task run by the worker to a good end. */
  Task run(UUID taskId, String host) {
    stack.dispatch(taskId, host);
    return awaitEnd(taskId, TaskState.SUCCEEDED);
  }
}
