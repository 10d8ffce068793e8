/**
 * Instant use of backups: finds a worker that exports one, and passes on that it is still used or
 * no longer. Keeps nothing itself: the rows are the workers', the secrets stay with them.
 */
@NullMarked
package io.holdfast.console.mount;

import org.jspecify.annotations.NullMarked;
