/** Tests of live updates. */
@NullMarked
package io.holdfast.console.live;

import org.jspecify.annotations.NullMarked;
