/**
 * The repository driver for directories: local file systems, and NFS or GlusterFS mounts. An object
 * is a file; it appears by a link or rename after its bytes are durable.
 */
@NullMarked
package io.holdfast.engine.repository.posix;

import org.jspecify.annotations.NullMarked;
