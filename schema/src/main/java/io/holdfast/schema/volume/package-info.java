/**
 * Volumes, their snapshots, and the backends that hold them, as the volume services report them.
 * What a backup or restore does to a volume's status happens in the transactions of the task
 * package.
 */
@NullMarked
package io.holdfast.schema.volume;

import org.jspecify.annotations.NullMarked;
