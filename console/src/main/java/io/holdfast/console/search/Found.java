package io.holdfast.console.search;

/**
 * One thing that was found.
 *
 * @param id as it stands in addresses: the host of a worker, else a UUID
 * @param more what tells it from others of the name; may be empty
 */
public record Found(Kind kind, String id, String name, String more) {

  /** What can be found, in the order in which it is shown. */
  public enum Kind {
    VOLUME,
    BACKUP,
    POLICY,
    TASK,
    WORKER,
    REPOSITORY
  }
}
