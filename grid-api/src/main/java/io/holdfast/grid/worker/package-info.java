/**
 * What a worker answers over the grid, and the progress that it tells the consoles. A nudge and a
 * picture, never the truth: that is in the database.
 */
@NullMarked
package io.holdfast.grid.worker;

import org.jspecify.annotations.NullMarked;
