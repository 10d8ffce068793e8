/** Tests of refusing what is not offered. */
@NullMarked
package io.holdfast.grid.call;

import org.jspecify.annotations.NullMarked;
