/** Workers: the grid as it is, draining, and how to add one. */
@NullMarked
package io.holdfast.console.ui.worker;

import org.jspecify.annotations.NullMarked;
