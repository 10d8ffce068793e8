/** Commands on workers and repositories that are there already. */
@NullMarked
package io.holdfast.cli.grid;

import org.jspecify.annotations.NullMarked;
