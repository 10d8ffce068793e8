/**
 * Backups that this worker exports for instant use: opened from the repository through the
 * database's index, served by NBD under secret names, ended by whoever asked, by the end of their
 * lease, or with the worker. They are no tasks: they change nothing, so nothing of them is
 * recorded.
 */
@NullMarked
package io.holdfast.worker.mount;

import org.jspecify.annotations.NullMarked;
