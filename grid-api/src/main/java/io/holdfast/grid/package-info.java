/**
 * How a process joins the grid and sees who else is in it. A {@link io.holdfast.grid.GridNode}
 * wraps one Ignite server node, finds the others through a table of the database, answers calls
 * through {@link io.holdfast.grid.call}, and tells who comes and goes. It knows nothing of volumes,
 * tasks or backups beyond the contracts that it carries, and it decides nothing: the database does.
 */
@NullMarked
package io.holdfast.grid;

import org.jspecify.annotations.NullMarked;
