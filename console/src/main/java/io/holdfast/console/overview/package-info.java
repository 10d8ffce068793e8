/** Figures over what the caller may see, for the first page and for the API. */
@NullMarked
package io.holdfast.console.overview;

import org.jspecify.annotations.NullMarked;
