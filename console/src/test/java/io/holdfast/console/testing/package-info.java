/**
 * What tests of the console share: a running console, a storage and workers that answer over the
 * real grid.
 */
@NullMarked
package io.holdfast.console.testing;

import org.jspecify.annotations.NullMarked;
