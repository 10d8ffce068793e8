package io.holdfast.worker.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.posix.PosixDriver;
import io.holdfast.schema.history.RepositorySpaces;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.lease.OpenGate;
import io.holdfast.worker.record.DatabasePatience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class OpenRepositoriesIT {

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  @TempDir Path directory;

  private final Gate gate = OpenGate.make();
  private final OpenRepositories repositories = worker();

  private OpenRepositories worker() {
    return new OpenRepositories(
        DATABASE.context(),
        new Fixtures(DATABASE.context()).worker("worker-" + UUID.randomUUID()).incarnation(),
        new DatabasePatience(gate),
        gate,
        InstantSource.system());
  }

  private UUID repository(Path location) {
    return new Repositories(DATABASE.context())
        .create(
            new NewRepository(
                "r-" + UUID.randomUUID(), "posix", location.toString(), Map.of(), false, null))
        .orElseThrow();
  }

  @Test
  void a_repository_that_hangs_does_not_hold_up_another_one() throws Exception {
    Path hanging = Files.createDirectory(directory.resolve("hanging"));
    Path description = hanging.resolve(RepositoryDriver.DESCRIPTION);
    Path pipe = directory.resolve("pipe");
    // Who opens a pipe for reading waits until somebody opens it for writing.
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createLink(description, pipe);
    UUID first = repository(hanging);
    UUID other = repository(Files.createDirectory(directory.resolve("other")));
    FutureTask<?> opening = new FutureTask<>(() -> repositories.open(first));
    Thread stuck = Thread.ofPlatform().start(opening);
    try (repositories) {
      await().until(() -> reads(stuck));

      assertThat(repositories.open(other).repository().encrypted()).isFalse();
      assertThat(reads(stuck)).isTrue();
    } finally {
      Path text = Files.writeString(directory.resolve("text"), "{}");
      Files.move(text, description, StandardCopyOption.REPLACE_EXISTING);
      Files.newOutputStream(pipe).close();
    }
    assertThatThrownBy(opening::get).hasCauseInstanceOf(BackupException.class);
  }

  @Test
  void a_worker_that_starts_says_of_each_repository_whether_it_can_be_worked_in_and_its_room()
      throws Exception {
    Repositories rows = new Repositories(DATABASE.context());
    Path gone = Files.createDirectory(directory.resolve("gone"));
    UUID lost = repository(gone);
    UUID there = repository(Files.createDirectory(directory.resolve("there")));
    UUID unused = repository(Files.createDirectory(directory.resolve("unused")));
    try (repositories) {
      repositories.open(lost);
      repositories.open(there);
    }
    Files.move(gone, directory.resolve("elsewhere"));

    try (OpenRepositories restarted = worker()) {
      restarted.openInAdvance();

      RepositorySpaces spaces = new RepositorySpaces(DATABASE.context());
      await().until(() -> spaces.of(there).isPresent());
      // Another worker has not found the same.
      await().until(() -> restarted.isOutOfReach(lost));
      assertThat(rows.find(unused).orElseThrow().chunkSizeBytes()).isNull();
    }
  }

  private static boolean reads(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame ->
            frame.getClassName().equals(PosixDriver.class.getName())
                && frame.getMethodName().equals("read"));
  }
}
