/**
 * Units of work: the queue, the claim, what the owner may write while it works, how a task ends,
 * and how it is taken from an owner that was lost. Each moves the task, its backup and its volume
 * together.
 */
@NullMarked
package io.holdfast.schema.task;

import org.jspecify.annotations.NullMarked;
