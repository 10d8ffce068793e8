/**
 * Tasks as people follow them: the row joined with live progress, their order, and cancelling.
 * Running them is the workers' affair, placing them the dispatcher's.
 */
@NullMarked
package io.holdfast.console.task;

import org.jspecify.annotations.NullMarked;
