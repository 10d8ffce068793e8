/**
 * Compressing and encrypting: what turns a chunk into a frame and back, and the keys for it. Stands
 * between {@code chunk} and {@code pack}; works on byte arrays and never touches a disk.
 */
@NullMarked
package io.holdfast.engine.seal;

import org.jspecify.annotations.NullMarked;
