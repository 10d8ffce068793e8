/**
 * What every Holdfast process does besides its work: wait until the database is there, tell its
 * supervisor that it serves, and end when the supervisor is gone. Knows neither the grid nor
 * Spring.
 */
@NullMarked
package io.holdfast.grid.process;

import org.jspecify.annotations.NullMarked;
