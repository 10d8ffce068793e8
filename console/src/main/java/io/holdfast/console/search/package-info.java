/** Finding things by name or id over all kinds at once; what one may not see is not found. */
@NullMarked
package io.holdfast.console.search;

import org.jspecify.annotations.NullMarked;
