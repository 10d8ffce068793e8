/** Tests. */
@NullMarked
package io.holdfast.mount.export;

import org.jspecify.annotations.NullMarked;
