/**
 * Tasks: claimed from the queue, run on a virtual thread each, ended by one transaction. Everything
 * that a kind of task does stands in its own class ({@link io.holdfast.worker.task.TaskWork});
 * {@link io.holdfast.worker.task.TaskRunner} gives it a slot, and {@link
 * io.holdfast.worker.task.TaskExecution} decides what its end means: done, failed, tried again,
 * cancelled, given back, or no longer ours. The data path itself is the engine's.
 */
@NullMarked
package io.holdfast.worker.task;

import org.jspecify.annotations.NullMarked;
