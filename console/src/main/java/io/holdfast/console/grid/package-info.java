/**
 * This console in the grid: joining and leaving, its row and lease, and calls to workers and volume
 * services. The rest of the console reaches others only through {@link
 * io.holdfast.console.grid.GridAccess}.
 */
@NullMarked
package io.holdfast.console.grid;

import org.jspecify.annotations.NullMarked;
