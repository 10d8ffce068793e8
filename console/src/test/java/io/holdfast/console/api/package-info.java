/** The console as programs see it: over HTTP, on a real database and a real grid. */
@NullMarked
package io.holdfast.console.api;

import org.jspecify.annotations.NullMarked;
