/**
 * The volume service: the process beside the storage. It reads its settings, opens its backends,
 * serves volumes by NBD, joins the grid and answers {@link io.holdfast.grid.volume.VolumeService}.
 * A request goes {@code request → claim → backend → connection}. It knows nothing of backups, and
 * of the database only where the grid meets.
 */
@NullMarked
package io.holdfast.volumeservice;

import org.jspecify.annotations.NullMarked;
