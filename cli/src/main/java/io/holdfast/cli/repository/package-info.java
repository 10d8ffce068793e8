/**
 * {@code ./holdfast repository …}: through the console where tasks are asked for, and straight on
 * the repository's directory where nothing else is left. The only package that knows the engine.
 */
@NullMarked
package io.holdfast.cli.repository;

import org.jspecify.annotations.NullMarked;
