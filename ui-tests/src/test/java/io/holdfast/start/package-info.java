/**
 * The one command as a person uses it: {@code ./holdfast up}, {@code demo} and {@code worker}, run
 * from outside with the packaged programs, interrupted, killed, and joined from another network.
 */
@NullMarked
package io.holdfast.start;

import org.jspecify.annotations.NullMarked;
