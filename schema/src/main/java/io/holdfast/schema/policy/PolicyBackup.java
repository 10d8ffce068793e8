package io.holdfast.schema.policy;

import io.holdfast.schema.backup.BackupStatus;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A backup that a policy made and that is not deleted.
 *
 * @param damaged whether a part of it was found damaged
 * @param moment that it holds
 * @param held whether somebody wants it to stay
 * @param dependents incremental backups that were made on it, whoever made them
 */
public record PolicyBackup(
    UUID id,
    UUID volumeId,
    String volumeName,
    String name,
    BackupStatus status,
    boolean damaged,
    Instant moment,
    boolean held,
    Set<UUID> dependents) {

  public PolicyBackup {
    dependents = Set.copyOf(dependents);
  }
}
