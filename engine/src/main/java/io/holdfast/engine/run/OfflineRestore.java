package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Progress;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads backups from a repository and nothing else: no database, no grid, no console. Builds the
 * part of the index that one backup needs, in memory (about 200 bytes for each chunk), then
 * restores as ever. Workers may back up, delete and reclaim at the same time.
 */
public final class OfflineRestore {
  private final Repository repository;
  private final RunContext base;

  public OfflineRestore(
      Repository repository,
      Processors processors,
      MemoryBudget memory,
      Progress progress,
      Cancellation cancellation) {
    this.repository = repository;
    this.base =
        new RunContext(
            repository, new InMemoryRecords(), processors, memory, progress, cancellation);
  }

  /**
   * What a repository says that it holds.
   *
   * @param backups whose manifests can be read
   * @param problems the manifests that cannot, each in a sentence
   */
  public record Listing(List<Manifest> backups, List<String> problems) {}

  /** All backups of the repository. */
  public Listing list() {
    List<Manifest> backups = new ArrayList<>();
    Queue<String> problems = new ConcurrentLinkedQueue<>();
    Cancellation cancellation = base.cancellation();
    RunScope.run(
        "list-backups",
        cancellation,
        scope ->
            new AllManifests(repository.manifests(), problems::add)
                .read(scope, cancellation, backups::add));
    return new Listing(backups, List.copyOf(problems));
  }

  /** The manifest of a backup, which must be there and intact. */
  public Manifest find(BackupId backup) {
    return repository
        .manifests()
        .find(backup)
        .orElseThrow(() ->
            new BackupException(
                FailureKind.MISCONFIGURED,
                "The repository at "
                    + repository.driver().location()
                    + " has no backup "
                    + backup
                    + ". List its backups to see which ones it has."));
  }

  /** As {@link RestoreRun#run}. */
  public RestoreReport restore(BackupId backup, VolumeTarget target, RestoreMode mode) {
    Prepared prepared = prepare(backup);
    return new RestoreRun(prepared.context, RestoreJournal.NONE)
        .run(prepared.manifest, target, mode);
  }

  /** As {@link RestoreRun#runAcceptingDamage}. */
  public RestoreReport restoreAcceptingDamage(
      BackupId backup, VolumeTarget target, RestoreMode mode) {
    Prepared prepared = prepare(backup);
    return new RestoreRun(prepared.context, RestoreJournal.NONE)
        .runAcceptingDamage(prepared.manifest, target, mode);
  }

  /** As {@link VerifyRun#run}. */
  public VerifyReport verify(BackupId backup) {
    Prepared prepared = prepare(backup);
    return VerifyRun.everything(prepared.context).run(prepared.manifest);
  }

  /** A backup to read from, anywhere and at once; the context's memory is the cache's. */
  public BackupVolume open(BackupId backup) {
    Prepared prepared = prepare(backup);
    return new BackupVolume(prepared.context, prepared.manifest);
  }

  /**
   * @param context whose index has what the backup needs
   */
  private record Prepared(Manifest manifest, RunContext context) {}

  private Prepared prepare(BackupId backup) {
    Manifest manifest = find(backup);
    var known = new InMemoryRecords();
    var index = new OfflineIndex(repository, known, new Reindex(with(known)));
    RunContext context = with(index);
    index.need(PackKind.META, new HashSet<>(manifest.segments()));
    index.need(PackKind.DATA, chunks(manifest, context));
    return new Prepared(manifest, context);
  }

  private RunContext with(ChunkIndex index) {
    return new RunContext(
        repository, index, base.processors(), base.memory(), base.progress(), base.cancellation());
  }

  private Set<ChunkId> chunks(Manifest manifest, RunContext context) {
    ChunkGeometry geometry = new ChunkGeometry(manifest.sizeBytes(), manifest.chunkBytes());
    return RunScope.run(
        "list-chunks",
        context.cancellation(),
        scope -> {
          try (var benches = new Workbench.Pool(repository)) {
            var frames = new FrameReader(context, benches);
            var plan = new ReadPlan(manifest, context.index(), frames);
            var plans = new Ahead<>(scope, 0, geometry.segmentCount(), any -> true, plan::prepare);
            Set<ChunkId> chunks = new HashSet<>();
            while (plans.hasNext()) {
              plans.next().segment().ifPresent(segment -> chunks.addAll(segment.chunks()));
            }
            return chunks;
          }
        });
  }
}
