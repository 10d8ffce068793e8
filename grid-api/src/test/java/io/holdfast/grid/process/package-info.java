/** Tests of what every process does besides its work. */
@NullMarked
package io.holdfast.grid.process;

import org.jspecify.annotations.NullMarked;
