/** Tests of volumes and of the look at backends. */
@NullMarked
package io.holdfast.console.volume;

import org.jspecify.annotations.NullMarked;
