/**
 * Volumes and snapshots as people ask for them, carried out by the volume services. The row changes
 * first, then the volume service is asked, then the row is moved on by its answer; what a crash
 * leaves in between is healed later. Also brings the rows into line with what the backends hold.
 */
@NullMarked
package io.holdfast.console.volume;

import org.jspecify.annotations.NullMarked;
