package io.holdfast.engine.run;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.repository.Repository;
import java.time.Duration;

/**
 * What every run works with.
 *
 * @param index of {@code repository}
 * @param processors shared by all runs of the process
 * @param memory of this run alone
 * @param recordEvery how often what was done is written down: a run that dies has as much to do
 *     again, and what was under way
 */
public record RunContext(
    Repository repository,
    ChunkIndex index,
    Processors processors,
    MemoryBudget memory,
    Progress progress,
    Cancellation cancellation,
    Duration recordEvery) {

  /** As often as costs next to nothing. */
  public static final Duration RECORD_EVERY = Duration.ofSeconds(10);

  public RunContext(
      Repository repository,
      ChunkIndex index,
      Processors processors,
      MemoryBudget memory,
      Progress progress,
      Cancellation cancellation) {
    this(repository, index, processors, memory, progress, cancellation, RECORD_EVERY);
  }
}
