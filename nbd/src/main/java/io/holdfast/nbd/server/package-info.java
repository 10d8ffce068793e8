/**
 * The server's end of NBD: listens, negotiates, and lets the exports' devices answer requests. An
 * export can be withdrawn while clients are on it, which is how a volume is fenced.
 */
@NullMarked
package io.holdfast.nbd.server;

import org.jspecify.annotations.NullMarked;
