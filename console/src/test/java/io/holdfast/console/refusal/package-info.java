/** Tests of what input is refused, and how. */
@NullMarked
package io.holdfast.console.refusal;

import org.jspecify.annotations.NullMarked;
