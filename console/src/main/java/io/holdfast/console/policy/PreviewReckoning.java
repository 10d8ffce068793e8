package io.holdfast.console.policy;

import io.holdfast.console.policy.Retention.Verdict;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.policy.CoveredVolumes;
import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.policy.PolicyBackup;
import io.holdfast.schema.policy.PolicyBackups;
import io.holdfast.schema.policy.PolicyTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reckons what a policy would do. */
final class PreviewReckoning {

  private static final int VOLUMES = 100;

  /** Of so many volumes the backups are judged: enough to see what a change does. */
  private static final int JUDGED_VOLUMES = 1000;

  private static final int SHOWN_BACKUPS = 500;
  private static final int MOST_RUNS = 9000;
  private static final Duration YEAR = Duration.ofDays(365);

  private final DSLContext database;

  PreviewReckoning(DSLContext database) {
    this.database = database;
  }

  PolicyPreview preview(PolicyTerms terms, @Nullable Policy policy, Instant now) {
    Schedule schedule = Schedule.of(terms.cron(), terms.timeZone());
    CoveredVolumes covered = new CoveredVolumes(database);
    List<Verdict> verdicts = policy == null ? List.of() : judged(policy.id(), terms, schedule);
    return new PolicyPreview(
        Recurrence.of(terms.cron()).words() + " (" + terms.timeZone() + ")",
        schedule.next(now, PoliciesService.NEXT_RUNS),
        Duration.ofMinutes(terms.windowMinutes()),
        covered.count(terms.projectId(), terms.cover()),
        covered.list(terms.projectId(), terms.cover(), Slice.first(VOLUMES)),
        verdicts.stream().limit(SHOWN_BACKUPS).toList(),
        (int) verdicts.stream().filter(verdict -> !verdict.stays()).count(),
        afterYear(terms, schedule, now));
  }

  private List<Verdict> judged(UUID policyId, PolicyTerms terms, Schedule schedule) {
    PolicyBackups backups = new PolicyBackups(database);
    Retention retention =
        new Retention(terms.keep(), schedule.zone(), new Settings(database).parentsStay());
    List<UUID> volumes = backups.volumes(policyId, null).stream().limit(JUDGED_VOLUMES).toList();
    return Retention.byVolume(backups.ofVolumes(policyId, volumes)).stream()
        .flatMap(ofOne -> retention.judge(ofOne).stream())
        .toList();
  }

  /** What nobody was asked for (a deleted parent) is left out: rules alone. */
  private static PolicyPreview.AfterYear afterYear(
      PolicyTerms terms, Schedule schedule, Instant now) {
    List<PolicyBackup> made = new ArrayList<>();
    Instant end = now.plus(YEAR);
    for (Instant due : schedule.next(now, MOST_RUNS)) {
      if (due.isAfter(end)) {
        break;
      }
      made.add(
          new PolicyBackup(
              new UUID(0, made.size()),
              new UUID(0, 0),
              "",
              "",
              BackupStatus.AVAILABLE,
              false,
              due,
              false,
              Set.of()));
    }
    List<Verdict> stay =
        new Retention(terms.keep(), schedule.zone(), false)
            .judge(made).stream().filter(Verdict::stays).toList();
    return new PolicyPreview.AfterYear(made.size(), stay, made.size() < MOST_RUNS);
  }
}
