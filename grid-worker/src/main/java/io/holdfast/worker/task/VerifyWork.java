package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.RunContext;
import io.holdfast.engine.run.VerifyReport;
import io.holdfast.engine.run.VerifyRun;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.VerifyOutcome;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup again and proves every chunk. That it is damaged is a result of the task, not a
 * failure; the engine takes what is damaged out of the index, so that the next backup stores it
 * anew.
 */
final class VerifyWork implements TaskWork {

  private static final int RANGES_NAMED = 100;

  private final TaskCompletion completion;
  private final OpenRepositories repositories;
  private final RunContexts contexts;

  VerifyWork(OpenRepositories repositories, RunContexts contexts) {
    this.completion = new TaskCompletion(contexts.database());
    this.repositories = repositories;
    this.contexts = contexts;
  }

  @Override
  public Completion run(RunningTask task) {
    task.stage("opening");
    OpenRepository repository = repositories.open(task.task().repositoryId());
    task.stage("verifying");
    VerifyOutcome outcome = verify(task, repository);
    return () -> completion.verified(task.id(), task.owner(), outcome);
  }

  private VerifyOutcome verify(RunningTask task, OpenRepository repository) {
    Manifest manifest;
    try {
      manifest = repository.repository().manifests().get(new BackupId(task.backupId()));
    } catch (BackupException e) {
      if (e.kind() == FailureKind.CORRUPT) {
        return new VerifyOutcome(false, true, e.getMessage());
      }
      throw e;
    }
    Integer percent = task.task().samplePercent();
    RunContext context = contexts.of(task, repository);
    VerifyRun run =
        percent == null
            ? VerifyRun.everything(context)
            : VerifyRun.sample(context, percent / 100.0, ThreadLocalRandom.current().nextLong());
    return outcome(run.run(manifest), manifest, percent);
  }

  static VerifyOutcome outcome(VerifyReport report, Manifest manifest, @Nullable Integer percent) {
    String intact =
        percent == null
            ? "All %d bytes that hold data were read and proven."
            : "A sample of %d bytes was read and proven.";
    return new VerifyOutcome(
        report.intact(),
        percent == null,
        report.intact()
            ? intact.formatted(report.checkedBytes())
            : damage(report.damaged(), manifest.chunkBytes()));
  }

  static String damage(List<ByteRange> ranges, int chunkBytes) {
    long bytes = ranges.stream().mapToLong(ByteRange::lengthBytes).sum();
    long chunks = ranges.stream().mapToLong(r -> Math.ceilDiv(r.lengthBytes(), chunkBytes)).sum();
    String named =
        ranges.stream()
            .limit(RANGES_NAMED)
            .map(ByteRange::toString)
            .collect(Collectors.joining("; "));
    int more = ranges.size() - RANGES_NAMED;
    String where = more > 0 ? "%s; and %d more ranges".formatted(named, more) : named;
    return chunks == 1
        ? "1 chunk of the volume, %d bytes, is damaged: %s. The next backup stores anew what of that the volume still has."
            .formatted(bytes, where)
        : "%d chunks of the volume, %d bytes, are damaged: %s. The next backup stores anew what of that the volume still has."
            .formatted(chunks, bytes, where);
  }
}
