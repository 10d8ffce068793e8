/**
 * Everything on one machine: makes the data directory, starts console, volume service and workers
 * as processes of their own, keeps them alive, and ends them in order. What is left of a killed
 * start is recognised here.
 */
@NullMarked
package io.holdfast.cli.up;

import org.jspecify.annotations.NullMarked;
