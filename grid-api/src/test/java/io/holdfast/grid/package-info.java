/** Tests of the grid with real nodes, in this process and in others, over a real PostgreSQL. */
@NullMarked
package io.holdfast.grid;

import org.jspecify.annotations.NullMarked;
