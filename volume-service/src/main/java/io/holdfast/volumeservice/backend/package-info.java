/**
 * What a volume service needs of a kind of storage: the {@link
 * io.holdfast.volumeservice.backend.Backend} that each kind implements. A backend keeps volumes and
 * opens them; it knows nothing of the grid, of attachments and of who may do what, which is settled
 * before it is called.
 */
@NullMarked
package io.holdfast.volumeservice.backend;

import org.jspecify.annotations.NullMarked;
