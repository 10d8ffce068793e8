/**
 * Opens the repositories that tasks work in, from their rows, and says in those rows whether that
 * is possible. The formats and drivers themselves are the engine's. Every call of a driver passes
 * the lease's gate.
 */
@NullMarked
package io.holdfast.worker.repository;

import org.jspecify.annotations.NullMarked;
