package io.holdfast.schema.submission;

import io.holdfast.schema.backup.BackupStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of the wish to verify a backup. Unless accepted, nothing has changed. */
public sealed interface VerifyResult {

  record Accepted(UUID taskId) implements VerifyResult {}

  record BackupMissing() implements VerifyResult {}

  /** It is not available, or being verified. */
  record BackupBusy(BackupStatus status, @Nullable Blocker by) implements VerifyResult {}
}
