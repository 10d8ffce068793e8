package io.holdfast.engine.run;

/**
 * What a reclaim did.
 *
 * @param backups whose manifests were marked from
 * @param tombstonedPacks found unneeded for the first time; the next reclaim removes them if that
 *     is still so
 * @param removedPacks whose objects were removed
 * @param freedBytes of the removed objects
 * @param rewrittenPacks of which the needed part was copied, and that later reclaims remove
 * @param rewrittenBytes of the packs that took the copies
 */
public record ReclaimReport(
    long backups,
    long tombstonedPacks,
    long removedPacks,
    long freedBytes,
    long rewrittenPacks,
    long rewrittenBytes) {}
