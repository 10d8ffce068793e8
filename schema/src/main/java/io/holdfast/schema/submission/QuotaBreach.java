package io.holdfast.schema.submission;

/** What a project may not have more of. */
public record QuotaBreach(Resource resource, long limit, long used, long requested) {

  /** What quotas limit. */
  public enum Resource {
    BACKUPS,
    BACKUP_BYTES
  }
}
