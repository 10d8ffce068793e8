/** Removes what is over once it is as old as the settings say. */
@NullMarked
package io.holdfast.console.expiry;

import org.jspecify.annotations.NullMarked;
