package io.holdfast.schema.mount;

import java.time.Instant;
import java.util.UUID;

/**
 * A backup that a worker exports now.
 *
 * @param backupName may be empty
 * @param host the worker's
 * @param writable whether it takes writes, which are thrown away at the end
 * @param createdBy who asked for it
 * @param lasting whether it ends only when somebody ends it, or with its worker
 */
public record Mount(
    UUID id,
    UUID backupId,
    String backupName,
    String volumeName,
    UUID projectId,
    String host,
    boolean writable,
    String createdBy,
    boolean lasting,
    Instant createdAt) {}
