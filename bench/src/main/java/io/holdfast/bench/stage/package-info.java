/**
 * What each stage of the data path costs by itself, on one core: the sum is the limit that a whole
 * backup is held against. Run with JMH's own command line.
 */
@NullMarked
package io.holdfast.bench.stage;

import org.jspecify.annotations.NullMarked;
