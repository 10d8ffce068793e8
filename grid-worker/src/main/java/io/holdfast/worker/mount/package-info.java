/**
 * Backups that this worker exports for instant use: opened from the repository through the
 * database's index, served by NBD under secret names, ended by whoever may, by the end of their
 * lease, or with the worker. They are no tasks: they change nothing, so that all there is of them
 * in the database is a row that says that they are there.
 */
@NullMarked
package io.holdfast.worker.mount;

import org.jspecify.annotations.NullMarked;
