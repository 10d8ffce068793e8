package io.holdfast.console.repository;

import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.repository.DueVerifies;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RepositoryTaskResult;
import io.holdfast.schema.submission.VerifyResult;
import java.util.UUID;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has repositories read again from time to time, and damaged backups once they may be whole again,
 * in the way in which people ask for it.
 */
final class Verifying implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Verifying.class);
  private static final Actor SELF = Actor.system("console");

  private final Settings settings;
  private final DueVerifies due;
  private final BackupSubmission submission;

  Verifying(DSLContext database) {
    this.settings = new Settings(database);
    this.due = new DueVerifies(database);
    this.submission = new BackupSubmission(database);
  }

  @Override
  public void run() {
    settings
        .every(Settings.VERIFY_EVERY)
        .ifPresent(every -> {
          due.repositories(every).forEach(this::repository);
          due.damagedBackups().forEach(this::backup);
        });
  }

  // Whatever refuses a person refuses these; they are tried again with the next round.

  private void repository(UUID id) {
    if (submission.verifyRepository(id, null, SELF)
        instanceof RepositoryTaskResult.Accepted(UUID task)) {
      log.info("A repository is verified without being asked repository={} task={}", id, task);
    }
  }

  private void backup(UUID id) {
    if (submission.verify(id, SELF) instanceof VerifyResult.Accepted(UUID task)) {
      log.info("A damaged backup is verified again backup={} task={}", id, task);
    }
  }
}
