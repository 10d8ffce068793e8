/**
 * Work without end: volumes that are written to, backed up, restored and forgotten by way of the
 * API, and what each backup must hold.
 */
@NullMarked
package io.holdfast.chaos.load;

import org.jspecify.annotations.NullMarked;
