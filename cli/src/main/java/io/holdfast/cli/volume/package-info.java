/** Commands on volumes and snapshots. */
@NullMarked
package io.holdfast.cli.volume;

import org.jspecify.annotations.NullMarked;
