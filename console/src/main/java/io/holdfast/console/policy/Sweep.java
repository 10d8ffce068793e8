package io.holdfast.console.policy;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.policy.PolicyBackup;
import io.holdfast.schema.policy.PolicyBackups;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.DeleteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes backups that no rule of their policy keeps, in the way in which people delete them: what
 * refuses those refuses this. Looks only at volumes with a backup that has changed since the last
 * look; a parent whose children are being deleted goes when those are gone.
 */
final class Sweep implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final int VOLUMES_AT_ONCE = 200;

  /** Longer than a transaction that changes a backup may take to become visible. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final DSLContext database;
  private final PolicyBackups backups;
  private final BackupSubmission submission;

  Sweep(DSLContext database) {
    this.database = database;
    this.backups = new PolicyBackups(database);
    this.submission = new BackupSubmission(database);
  }

  @Override
  public void run() {
    boolean parentsStay = new Settings(database).parentsStay();
    for (Policy policy : new Policies(database).list(null)) {
      if (!policy.terms().keep().everything()) {
        sweep(policy, parentsStay);
      }
    }
  }

  private void sweep(Policy policy, boolean parentsStay) {
    Instant upTo = SchemaDatabase.now(database).minus(MARGIN);
    List<UUID> volumes = backups.volumes(policy.id(), policy.sweptAt());
    Retention retention =
        new Retention(policy.terms().keep(), ZoneId.of(policy.terms().timeZone()), parentsStay);
    for (int from = 0; from < volumes.size(); from += VOLUMES_AT_ONCE) {
      List<UUID> some = volumes.subList(from, Math.min(volumes.size(), from + VOLUMES_AT_ONCE));
      for (List<PolicyBackup> ofOne : Retention.byVolume(backups.ofVolumes(policy.id(), some))) {
        retention.judge(ofOne).stream()
            .filter(verdict -> !verdict.stays())
            .forEach(verdict -> delete(policy, verdict.backup()));
      }
    }
    if (!volumes.isEmpty() || policy.sweptAt() == null) {
      backups.swept(policy, upTo);
    }
  }

  private void delete(Policy policy, PolicyBackup backup) {
    DeleteResult result = submission.delete(backup.id(), Actor.system(policy.actorName()));
    if (result instanceof DeleteResult.Accepted) {
      log.info(
          "A policy deletes a backup that no rule keeps policy={} backup={} volume={} of={}",
          policy.name(),
          backup.id(),
          backup.volumeName(),
          backup.moment());
    }
  }
}
