package io.holdfast.schema.policy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a policy and how it went.
 *
 * @param until when its last backup may begin
 * @param missed due times that passed unattended before, apart from this one
 * @param settledAt when nothing was waiting any more; {@code null} until then
 * @param running of the submitted backups, those that have not ended
 * @param failed of the submitted backups, those that ended in an error
 */
public record PolicyRun(
    UUID id,
    UUID policyId,
    RunCause cause,
    Instant dueAt,
    Instant until,
    int missed,
    Instant startedAt,
    String startedBy,
    @Nullable Instant settledAt,
    int waiting,
    int submitted,
    int refused,
    int running,
    int failed) {

  /** How many volumes it covers. */
  public int volumes() {
    return waiting + submitted + refused;
  }

  /** Submitted backups that ended well, whether or not they were deleted since. */
  public int succeeded() {
    return submitted - running - failed;
  }
}
