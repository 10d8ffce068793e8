/**
 * What lay in the repositories and what the grid moved, over time, and where that leads. Knows
 * neither pages nor HTTP.
 */
@NullMarked
package io.holdfast.console.history;

import org.jspecify.annotations.NullMarked;
