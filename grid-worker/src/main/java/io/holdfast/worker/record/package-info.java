/**
 * The engine's records, kept in the database: where chunks lie, the life of packs, how far a
 * running task is. Translates between the engine's words and the schema's, and waits while the
 * database is away. Knows neither volumes nor the grid.
 */
@NullMarked
package io.holdfast.worker.record;

import org.jspecify.annotations.NullMarked;
