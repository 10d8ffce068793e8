package io.holdfast.engine.run;

import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Repository;

/**
 * Ends a backup: its manifest goes, at once and for good, whatever the backup's size. The packs
 * that nothing else needs are left to the next reclaim. Calling it again is fine.
 */
public final class DeleteRun {
  private final Repository repository;

  public DeleteRun(Repository repository) {
    this.repository = repository;
  }

  /**
   * @return false if there was no manifest (any more)
   */
  public boolean run(BackupId backup) {
    return repository.manifests().delete(backup);
  }
}
