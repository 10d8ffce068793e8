/**
 * Processes that take part in the grid, and their leases. First in the flow: whoever owns a task is
 * an incarnation from here. Knows nothing of tasks.
 */
@NullMarked
package io.holdfast.schema.node;

import org.jspecify.annotations.NullMarked;
