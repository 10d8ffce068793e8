/**
 * One way to call another process of the grid: a contract is a plain interface, {@code GridOffers}
 * is what a process answers, and a {@code RemoteContract} is the caller's side of it. A call names
 * its contract and method, carries values that Ignite can carry (final classes, never records), has
 * a time limit, and comes back as a value or as a {@link io.holdfast.grid.call.GridCallException}.
 * Exceptions of other kinds never cross the grid.
 */
@NullMarked
package io.holdfast.grid.call;

import org.jspecify.annotations.NullMarked;
