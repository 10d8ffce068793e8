/** Tests of whole exports, by the programs of others. */
@NullMarked
package io.holdfast.mount;

import org.jspecify.annotations.NullMarked;
