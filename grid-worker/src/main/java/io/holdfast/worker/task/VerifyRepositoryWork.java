package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Manifests;
import io.holdfast.engine.run.ProvenChunks;
import io.holdfast.engine.run.RunContext;
import io.holdfast.engine.run.VerifyPacks;
import io.holdfast.engine.run.VerifyReport;
import io.holdfast.engine.run.VerifyRun;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.RepositoryUsage;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.task.Standing;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.VerifyOutcome;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository again: each pack, then each backup, or of each backup a sample; also each that
 * it should hold and that is missing, and its description. What was found is noted at each backup;
 * what is damaged has left the index, so that the next backup stores it.
 */
final class VerifyRepositoryWork implements TaskWork {

  private static final int NAMED = 20;

  private final TaskCompletion completion;
  private final RunningTasks tasks;
  private final BackupQueries queries;
  private final OpenRepositories repositories;
  private final RunContexts contexts;

  VerifyRepositoryWork(OpenRepositories repositories, RunContexts contexts) {
    this.completion = new TaskCompletion(contexts.database());
    this.tasks = new RunningTasks(contexts.database());
    this.queries = new BackupQueries(contexts.database());
    this.repositories = repositories;
    this.contexts = contexts;
  }

  @Override
  public Completion run(RunningTask task) {
    task.stage("opening");
    OpenRepository repository = repositories.open(task.task().repositoryId());
    Integer percent = task.task().samplePercent();
    RunsInTurn progress = new RunsInTurn(task, totalBytes(task.task().repositoryId(), percent));
    RunContext context = contexts.of(task, repository, progress);
    ProvenChunks proven = new ProvenChunks();
    List<String> findings = new ArrayList<>();
    repository.repository().keepDescription().ifPresent(findings::add);
    if (percent == null) {
      task.stage("verifying packs");
      VerifyPacks.Report packs =
          new VerifyPacks(context, contexts.packLife(repository)).run(proven);
      findings.add(
          "%d packs were read; chunks in them that turned out damaged: %d."
              .formatted(packs.packs(), packs.damagedFrames()));
      findings.addAll(packs.problems());
    }
    task.stage("verifying backups");
    Set<BackupId> ids = new LinkedHashSet<>();
    repository.repository().manifests().list(ids::add);
    // A listing does not show what is missing.
    contexts
        .patience()
        .call(() -> queries.withManifests(task.task().repositoryId()))
        .forEach(id -> ids.add(new BackupId(id)));
    ids.removeAll(contexts.packLife(repository).deleted(ids));
    int damaged = 0;
    for (BackupId id : ids) {
      task.cancellation().throwIfRequested();
      progress.next();
      Optional<VerifyOutcome> outcome = verify(context, id, percent, proven);
      if (outcome.isPresent()) {
        VerifyOutcome found = outcome.get();
        note(task, id, found);
        if (!found.intact()) {
          damaged++;
          findings.add("Backup %s: %s".formatted(id, found.message()));
        }
      }
    }
    String message = message(ids.size(), damaged, findings);
    return () -> completion.repositoryVerified(task.id(), task.owner(), message);
  }

  /** What is to be read: packs whole, or of each backup a sample, as large as its volume. */
  private long totalBytes(UUID repositoryId, @Nullable Integer percent) {
    RepositoryUsage usage =
        contexts.patience().call(() -> new Repositories(contexts.database()).usage(repositoryId));
    return usage.protectedBytes() + (percent == null ? usage.storedBytes() : 0);
  }

  private void note(RunningTask task, BackupId id, VerifyOutcome found) {
    Standing standing =
        contexts.patience().call(() -> tasks.verified(task.id(), task.owner(), id.value(), found));
    if (standing == Standing.FENCED) {
      throw new BackupException(
          FailureKind.FENCED, "Task %s is no longer this worker's own.".formatted(task.id()));
    }
  }

  /** Empty: the backup was deleted meanwhile. */
  private Optional<VerifyOutcome> verify(
      RunContext context, BackupId id, @Nullable Integer percent, ProvenChunks proven) {
    Manifests manifests = context.repository().manifests();
    Manifest manifest;
    try {
      manifest = manifests.get(id);
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      return manifests.exists(id) || mustBeThere(id)
          ? Optional.of(new VerifyOutcome(false, true, e.getMessage()))
          : Optional.empty();
    }
    double fraction = percent == null ? 1 : percent / 100.0;
    long seed = ThreadLocalRandom.current().nextLong();
    VerifyReport report = VerifyRun.sample(context, fraction, seed, proven).run(manifest);
    return Optional.of(VerifyWork.outcome(report, manifest, percent));
  }

  private boolean mustBeThere(BackupId id) {
    return contexts
        .patience()
        .call(() -> queries.find(id.value()))
        .filter(backup -> BackupStatus.WITH_MANIFEST.contains(backup.status()))
        .isPresent();
  }

  private static String message(int backups, int damaged, List<String> findings) {
    StringBuilder text = new StringBuilder();
    text.append(
        damaged == 0
            ? "All of %d backups are intact.".formatted(backups)
            : "%d of %d backups are damaged.".formatted(damaged, backups));
    findings.stream().limit(NAMED).forEach(finding -> text.append(' ').append(finding));
    if (findings.size() > NAMED) {
      text.append(" And %d more.".formatted(findings.size() - NAMED));
    }
    return text.toString();
  }
}
