/**
 * Clears away what was left behind: connections, temporary volumes and snapshots of this host's
 * earlier incarnations, and what this one could not remove because a volume service was away; also
 * what is of no host any more. Never touches what another host left. Remote calls first, then one
 * compare-and-swap each.
 */
@NullMarked
package io.holdfast.worker.leftover;

import org.jspecify.annotations.NullMarked;
