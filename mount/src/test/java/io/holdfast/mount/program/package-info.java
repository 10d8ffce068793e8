/** Tests. */
@NullMarked
package io.holdfast.mount.program;

import org.jspecify.annotations.NullMarked;
