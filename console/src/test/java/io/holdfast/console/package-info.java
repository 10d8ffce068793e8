/** Tests of the console as a whole. */
@NullMarked
package io.holdfast.console;

import org.jspecify.annotations.NullMarked;
