package io.holdfast.worker.task;

import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.Reindex;
import io.holdfast.engine.run.ReindexReport;
import io.holdfast.schema.backup.BackupRecovery;
import io.holdfast.schema.backup.RecoveredBackup;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Builds what the database knows of a repository from the repository alone: the index, and the
 * backups' rows. A repository that was made under a database that is lost is taken over.
 */
final class ReindexWork implements TaskWork {

  private static final int PROBLEMS_NAMED = 20;

  /** For manifests that name none, which other programs may have written. */
  private static final UUID DEFAULT_PROJECT =
      UUID.fromString("00000000-0000-0000-0000-000000000001");

  private final TaskCompletion completion;
  private final BackupRecovery recovery;
  private final OpenRepositories repositories;
  private final RunContexts contexts;

  ReindexWork(OpenRepositories repositories, RunContexts contexts) {
    this.completion = new TaskCompletion(contexts.database());
    this.recovery = new BackupRecovery(contexts.database());
    this.repositories = repositories;
    this.contexts = contexts;
  }

  @Override
  public Completion run(RunningTask task) {
    task.stage("opening");
    UUID repositoryId = task.task().repositoryId();
    OpenRepository repository = repositories.takeOver(repositoryId);
    task.stage("reading packs");
    Map<UUID, UUID> parents = new HashMap<>();
    int[] added = new int[1];
    ReindexReport report =
        Reindex.completing(contexts.of(task, repository), contexts.packLife(repository))
            .run(manifest -> {
              if (add(manifest, repositoryId)) {
                added[0]++;
                BackupId parent = manifest.backup().parentId();
                if (parent != null) {
                  parents.put(manifest.id().value(), parent.value());
                }
              }
            });
    task.stage("connecting backups");
    parents.forEach(
        (backup, parent) -> contexts.patience().call(() -> recovery.connect(backup, parent)));
    String message = message(report, added[0]);
    boolean damaged = !report.problems().isEmpty();
    return () -> completion.reindexSucceeded(task.id(), task.owner(), damaged, message);
  }

  private static String message(ReindexReport report, int added) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d packs were added to the index, and %d of %d backups to the list. What was found damaged before is not known any more: verify the repository."
            .formatted(report.packs(), added, report.backups()));
    report.problems().stream()
        .limit(PROBLEMS_NAMED)
        .forEach(problem -> text.append(" ").append(problem));
    int more = report.problems().size() - PROBLEMS_NAMED;
    return more > 0 ? text + " And %d more damaged objects.".formatted(more) : text.toString();
  }

  private boolean add(Manifest manifest, UUID repositoryId) {
    BackupDescription backup = manifest.backup();
    String description = backup.description();
    var recovered =
        new RecoveredBackup(
            manifest.id().value(),
            id(backup.projectId()).orElse(DEFAULT_PROJECT),
            id(backup.userId()).orElse(null),
            id(backup.volumeId()).orElse(manifest.id().value()),
            backup.volumeName(),
            repositoryId,
            backup.name(),
            description == null ? "" : description,
            manifest.sizeBytes(),
            manifest.totals().readBytes(),
            manifest.totals().storedBytes(),
            backup.dataTimestamp(),
            backup.createdAt(),
            manifest.completedAt(),
            backup.metadata());
    return contexts.patience().call(() -> recovery.add(recovered));
  }

  private static Optional<UUID> id(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
