/**
 * What a volume service answers over the grid: volumes, snapshots, temporary volumes and
 * connections. Called by the console and by workers, implemented by the volume service alone. The
 * words are Cinder's where Cinder has them.
 */
@NullMarked
package io.holdfast.grid.volume;

import org.jspecify.annotations.NullMarked;
