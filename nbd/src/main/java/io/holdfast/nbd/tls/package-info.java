/**
 * Certificates and TLS contexts for both ends: a server's self-signed identity, and a client that
 * trusts exactly that one.
 */
@NullMarked
package io.holdfast.nbd.tls;

import org.jspecify.annotations.NullMarked;
