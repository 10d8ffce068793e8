package io.holdfast.engine.run;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.repository.Repository;

/**
 * What every run works with.
 *
 * @param index of {@code repository}
 * @param processors shared by all runs of the process
 * @param memory of this run alone
 */
public record RunContext(
    Repository repository,
    ChunkIndex index,
    Processors processors,
    MemoryBudget memory,
    Progress progress,
    Cancellation cancellation) {}
