/**
 * The ports to what a database keeps about a repository: where chunks lie, the life of packs, what
 * a running task has done so far. A database can lose all of it: {@code InMemoryRecords} shows that
 * the repository alone is enough to build it again.
 */
@NullMarked
package io.holdfast.engine.record;

import org.jspecify.annotations.NullMarked;
