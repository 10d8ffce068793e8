/** Who of several consoles does what one is to do. */
@NullMarked
package io.holdfast.console.grid;

import org.jspecify.annotations.NullMarked;
