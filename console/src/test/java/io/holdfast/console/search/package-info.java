/** Finding things. */
@NullMarked
package io.holdfast.console.search;

import org.jspecify.annotations.NullMarked;
