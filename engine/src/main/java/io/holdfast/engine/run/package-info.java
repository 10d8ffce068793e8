/**
 * The runs: backing up, restoring, verifying, deleting, reclaiming, and building the records again.
 * Each is one object used once. They tie the stages together: virtual threads wait, {@link
 * io.holdfast.engine.run.Processors} compute, and a {@link io.holdfast.engine.run.MemoryBudget}
 * bounds what is in memory between a read and a write.
 */
@NullMarked
package io.holdfast.engine.run;

import org.jspecify.annotations.NullMarked;
