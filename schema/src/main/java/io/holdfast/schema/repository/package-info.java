/**
 * Places where backup data lies, and the index of what lies where: chunks, packs, and the segments
 * of backups in the making. Works on plain ids and bytes; knows nothing of the engine whose ports
 * it serves.
 */
@NullMarked
package io.holdfast.schema.repository;

import org.jspecify.annotations.NullMarked;
