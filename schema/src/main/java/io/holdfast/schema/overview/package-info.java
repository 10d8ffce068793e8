/** Figures over everything, for the first page and for monitoring. */
@NullMarked
package io.holdfast.schema.overview;

import org.jspecify.annotations.NullMarked;
