package io.holdfast.console.mount;

import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.schema.mount.Mount;

/**
 * A backup that a worker exports, and how to reach it.
 *
 * @param connection holds a secret: for those only who may restore the backup
 */
public record MountedBackup(Mount mount, ConnectionInfo connection) {}
