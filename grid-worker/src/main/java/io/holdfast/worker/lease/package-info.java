/**
 * Whether this process may still act. A lease is renewed in the database; the gate, which every
 * read and write of a volume or a repository passes, is open only while the lease certainly holds,
 * by this machine's monotonic clock. Knows nothing of tasks.
 */
@NullMarked
package io.holdfast.worker.lease;

import org.jspecify.annotations.NullMarked;
