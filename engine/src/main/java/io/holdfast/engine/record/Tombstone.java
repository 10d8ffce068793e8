package io.holdfast.engine.record;

import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;

/**
 * One tombstoning of one pack. A pack that was revived and tombstoned again has another token, so
 * that a mark never acts on a tombstone that is younger than itself.
 *
 * @param token unique for each tombstoning of this pack (a counter of the row will do)
 */
public record Tombstone(PackId pack, PackKind kind, long token) {}
