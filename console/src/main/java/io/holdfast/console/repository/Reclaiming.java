package io.holdfast.console.repository;

import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.repository.DueReclaims;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RepositoryTaskResult;
import java.util.UUID;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has space reclaimed where there is some, in the way in which people ask for it. */
final class Reclaiming implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Reclaiming.class);
  private static final Actor SELF = Actor.system("console");

  private final Settings settings;
  private final DueReclaims due;
  private final BackupSubmission submission;

  Reclaiming(DSLContext database) {
    this.settings = new Settings(database);
    this.due = new DueReclaims(database);
    this.submission = new BackupSubmission(database);
  }

  @Override
  public void run() {
    settings
        .every(Settings.RECLAIM_EVERY)
        .ifPresent(every -> due.list(every).forEach(this::reclaim));
  }

  private void reclaim(UUID repository) {
    // Whatever refuses a person refuses this; it is tried again with the next round.
    if (submission.reclaim(repository, SELF) instanceof RepositoryTaskResult.Accepted(UUID task)) {
      log.info("Space is reclaimed without being asked repository={} task={}", repository, task);
    }
  }
}
