/**
 * What every package of the database shares: how to reach it, how lists are cut and ordered. Below
 * it, one package per feature; each has records for rows, queries, and classes whose every method
 * is one transition, made as one compare-and-swap. A lost race is a value, never an exception.
 * Knows neither Spring nor Ignite nor the engine; generated classes and jOOQ types other than the
 * DSLContext of the constructors stay inside.
 */
@NullMarked
package io.holdfast.schema;

import org.jspecify.annotations.NullMarked;
