/** Tests. */
@NullMarked
package io.holdfast.mount.files;

import org.jspecify.annotations.NullMarked;
