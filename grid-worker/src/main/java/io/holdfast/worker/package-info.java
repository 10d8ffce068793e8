/**
 * The worker's process: its settings, its start and its end. One start of the process may live
 * several lives, each with an incarnation of its own; a {@link io.holdfast.worker.WorkerLife} ties
 * the packages below together. The work itself is in them: {@code task} claims and runs, {@code
 * attach} connects volumes, {@code record} keeps the engine's records in the database, {@code
 * repository} opens repositories, {@code lease} says whether this process may act at all, {@code
 * leftover} clears away what earlier lives left.
 */
@NullMarked
package io.holdfast.worker;

import org.jspecify.annotations.NullMarked;
