package io.holdfast.console.mount;

import io.holdfast.grid.volume.ConnectionInfo;
import java.util.UUID;

/**
 * A backup that a worker exports.
 *
 * @param worker its host name; a mount is known only together with it
 */
public record MountedBackup(UUID id, String worker, UUID backupId, ConnectionInfo connection) {}
