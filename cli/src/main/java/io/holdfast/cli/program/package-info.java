/**
 * The programs (console, worker, volume service): where their jars are and how a JVM is started for
 * them, and the commands that run one of them in the foreground.
 */
@NullMarked
package io.holdfast.cli.program;

import org.jspecify.annotations.NullMarked;
