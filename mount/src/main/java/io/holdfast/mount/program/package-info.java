/**
 * The program {@code ./holdfast backup mount|files --repository DIR}: reads a repository's
 * directory, with no database, no grid and no console. Knows the command line; exporting and
 * reading files are done by the packages beside it.
 */
@NullMarked
package io.holdfast.mount.program;

import org.jspecify.annotations.NullMarked;
