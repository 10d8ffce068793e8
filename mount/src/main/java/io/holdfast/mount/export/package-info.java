/**
 * Backups as devices of an NBD server: read as they are, or with a throw-away layer that takes what
 * is written. Stands between the engine, which reads backups, and the NBD server; both the program
 * and the worker use it.
 */
@NullMarked
package io.holdfast.mount.export;

import org.jspecify.annotations.NullMarked;
