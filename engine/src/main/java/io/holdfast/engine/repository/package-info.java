/**
 * A repository of format 1: its description and keys, its packs and manifests, on top of a driver
 * that puts and gets whole objects. Knows the objects' names and their order of writing; knows no
 * database.
 *
 * <pre>
 * repository.json                format version, repository id, chunk size, hash, key slots
 * packs/ab/&lt;pack id&gt;        data frames, an index of them, a trailer; never changed
 * meta/ab/&lt;pack id&gt;         the same for segments
 * backups/&lt;backup id&gt;       a manifest, written last
 * </pre>
 */
@NullMarked
package io.holdfast.engine.repository;

import org.jspecify.annotations.NullMarked;
