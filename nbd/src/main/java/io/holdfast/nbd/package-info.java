/**
 * The words of the NBD protocol that both its ends share: addresses, flags, block sizes, extents
 * and the failures. {@code client} and {@code server} build on {@code protocol} (what is on the
 * wire) and {@code transport} (how bytes get there, with TLS or without); {@code file} serves a raw
 * image, {@code tls} makes certificates. Nothing in here knows of backups.
 */
@NullMarked
package io.holdfast.nbd;

import org.jspecify.annotations.NullMarked;
