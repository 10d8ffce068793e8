/**
 * Single files out of a backup: finds the file system (in a partition or on the whole disk), has
 * each kind's own maintained tools read it, and never hands a name from the backup to them.
 *
 * @see "docs/decisions/010-file-systems-by-their-own-tools.md"
 */
@NullMarked
package io.holdfast.mount.files;

import org.jspecify.annotations.NullMarked;
