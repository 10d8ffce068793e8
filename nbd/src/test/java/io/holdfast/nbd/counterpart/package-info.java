/**
 * Strangers to test against, which the system must have: qemu-nbd, nbdkit, nbd-server and what
 * comes with libnbd.
 */
@NullMarked
package io.holdfast.nbd.counterpart;

import org.jspecify.annotations.NullMarked;
