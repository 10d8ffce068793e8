package io.holdfast.console.policy;

import io.holdfast.schema.policy.CoveredVolumes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a policy would do if it were saved.
 *
 * @param words its schedule as a sentence without an end
 * @param nextRuns the next due times
 * @param window for how long after it is due the backups of a run may begin
 * @param volumeCount how many volumes it covers now
 * @param volumes the first of them by name
 * @param backups its backups that there are, of the first volumes: which stay and which would go
 * @param drops how many of its backups that there are would go, of all volumes
 * @param afterYear of each volume, when it has run for a year: what stays
 */
public record PolicyPreview(
    String words,
    List<Instant> nextRuns,
    Duration window,
    int volumeCount,
    List<CoveredVolumes.Named> volumes,
    List<Retention.Verdict> backups,
    int drops,
    AfterYear afterYear) {

  /**
   * What stays of one volume when the policy has run for a year.
   *
   * @param made how many backups were made
   * @param stay the moments of those that stay, the newest first
   * @param complete false: the schedule makes so many that only the newest were reckoned with
   */
  public record AfterYear(int made, List<Retention.Verdict> stay, boolean complete) {}
}
