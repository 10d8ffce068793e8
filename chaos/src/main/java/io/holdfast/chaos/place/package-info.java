/**
 * Where it happens: the real programs and a PostgreSQL, each in a network namespace of its own, and
 * the links between them. Knows how to break things, not when.
 */
@NullMarked
package io.holdfast.chaos.place;

import org.jspecify.annotations.NullMarked;
