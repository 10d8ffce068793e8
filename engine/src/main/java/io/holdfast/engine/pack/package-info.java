/**
 * Packs: many sealed chunks (or segments) in one object that never changes. Stands between {@code
 * seal} and {@code repository}; knows the bytes of a pack, not where packs are kept.
 */
@NullMarked
package io.holdfast.engine.pack;

import org.jspecify.annotations.NullMarked;
