package io.holdfast.worker.task;

import io.holdfast.engine.Progress;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.run.RunContext;
import io.holdfast.worker.record.DatabaseChunkIndex;
import io.holdfast.worker.record.DatabasePackLife;
import io.holdfast.worker.record.DatabasePatience;
import io.holdfast.worker.repository.OpenRepository;
import java.time.Duration;
import org.jooq.DSLContext;

/**
 * What the engine's runs of this worker work with: the processors are shared by all, the memory is
 * divided among the slots.
 */
public record RunContexts(
    DSLContext database,
    DatabasePatience patience,
    Processors processors,
    MemoryBudget perTask,
    Duration recordEvery) {

  /** The life of a repository's packs. */
  PackLife packLife(OpenRepository repository) {
    return new DatabasePackLife(database, repository.number(), patience);
  }

  RunContext of(RunningTask task, OpenRepository repository) {
    return of(task, repository, task);
  }

  /** The same for one of several runs of a task. */
  RunContext of(RunningTask task, OpenRepository repository, Progress progress) {
    return new RunContext(
        repository.repository(),
        new DatabaseChunkIndex(database, repository.number(), patience),
        processors,
        perTask,
        progress,
        task.cancellation(),
        recordEvery);
  }
}
