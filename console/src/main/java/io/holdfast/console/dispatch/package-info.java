/**
 * Hands queued tasks to workers, and fences workers whose lease ran out. One console of the grid
 * does it at a time, the oldest that reaches the database; two at once do no harm, since a worker's
 * claim in the database decides. Comes after the submission of a task and before the worker's
 * claim. Knows nothing of what a task does.
 *
 * @see "docs/decisions/003-dispatcher.md"
 */
@NullMarked
package io.holdfast.console.dispatch;

import org.jspecify.annotations.NullMarked;
