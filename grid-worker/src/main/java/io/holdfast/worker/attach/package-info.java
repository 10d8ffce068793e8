/**
 * Connecting to a volume over the network: the attachment's row, the volume service's connection,
 * the NBD client, and back again. First stage of a backup and last of a restore; what it hands on
 * is the engine's source or target. Also makes and removes the temporary snapshots and volumes that
 * a backup of a volume in use reads from. Never sees where a volume lies.
 */
@NullMarked
package io.holdfast.worker.attach;

import org.jspecify.annotations.NullMarked;
