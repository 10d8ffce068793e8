/** The audit as the caller may see it. Entries are written by whoever does what they tell of. */
@NullMarked
package io.holdfast.console.audit;

import org.jspecify.annotations.NullMarked;
