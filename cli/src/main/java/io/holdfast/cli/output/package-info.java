/**
 * How sizes, durations, tables and progress look, on a terminal and elsewhere. Knows no API and no
 * process.
 */
@NullMarked
package io.holdfast.cli.output;

import org.jspecify.annotations.NullMarked;
