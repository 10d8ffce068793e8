package io.holdfast.schema.attachment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connection that is to be made; exactly one of volume and snapshot is set. */
public record NewAttachment(
    UUID id,
    UUID taskId,
    @Nullable UUID volumeId,
    @Nullable UUID snapshotId,
    String backend,
    AttachmentMode mode) {

  public NewAttachment {
    if ((volumeId == null) == (snapshotId == null)) {
      throw new IllegalArgumentException(
          "attachment %s must be of a volume or of a snapshot".formatted(id));
    }
  }

  public static NewAttachment ofVolume(
      UUID id, UUID taskId, UUID volumeId, String backend, AttachmentMode mode) {
    return new NewAttachment(id, taskId, volumeId, null, backend, mode);
  }

  public static NewAttachment ofSnapshot(UUID id, UUID taskId, UUID snapshotId, String backend) {
    return new NewAttachment(id, taskId, null, snapshotId, backend, AttachmentMode.RO);
  }
}
