/**
 * Where a volume has data, and reading and writing it: the first stage of a backup and the last of
 * a restore. The ports are implemented over the network elsewhere; here over a file. Knows nothing
 * of chunks or repositories.
 */
@NullMarked
package io.holdfast.engine.extent;

import org.jspecify.annotations.NullMarked;
