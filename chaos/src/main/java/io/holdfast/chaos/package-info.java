/** {@code ./holdfast chaos}: sequences of faults, and what must hold after each. */
@NullMarked
package io.holdfast.chaos;

import org.jspecify.annotations.NullMarked;
