/**
 * Fixed pieces of a volume and their ids: cutting, noticing zeros, hashing, and the lists of ids
 * called segments. Stands between {@code extent} and {@code seal}; knows nothing of keys beyond the
 * one it hashes with, and nothing of where chunks are kept.
 */
@NullMarked
package io.holdfast.engine.chunk;

import org.jspecify.annotations.NullMarked;
