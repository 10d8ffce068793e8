/**
 * The volumes that a new data directory starts with: images with real files, with holes, with a
 * database-like content. Knows only files.
 */
@NullMarked
package io.holdfast.cli.sample;

import org.jspecify.annotations.NullMarked;
