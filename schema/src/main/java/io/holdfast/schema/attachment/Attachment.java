package io.holdfast.schema.attachment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a row; exactly one of volume and snapshot is set.
 *
 * @param backend whose volume service made the connection and can cut it
 */
public record Attachment(
    UUID id,
    UUID taskId,
    @Nullable UUID volumeId,
    @Nullable UUID snapshotId,
    String backend,
    String host,
    UUID incarnation,
    AttachmentMode mode,
    AttachmentState state,
    Instant createdAt,
    @Nullable Instant attachedAt,
    @Nullable Instant detachedAt) {}
