/**
 * What lay in the repositories and what the grid moved, over time. Written by whichever console
 * comes first, kept small by thinning out with age.
 */
@NullMarked
package io.holdfast.schema.history;

import org.jspecify.annotations.NullMarked;
