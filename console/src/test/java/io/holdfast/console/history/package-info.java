/** Tests of what is told from the past. */
@NullMarked
package io.holdfast.console.history;

import org.jspecify.annotations.NullMarked;
