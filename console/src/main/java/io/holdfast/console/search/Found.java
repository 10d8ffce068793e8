package io.holdfast.console.search;

import io.holdfast.schema.policy.PolicyTerms;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was found.
 *
 * @param id as it stands in addresses: the host of a worker, else a UUID
 * @param more what tells it from others of the name; may be empty
 * @param terms of a policy: when it runs tells it from others; {@code null} for all else
 */
public record Found(Kind kind, String id, String name, String more, @Nullable PolicyTerms terms) {

  Found(Kind kind, String id, String name, String more) {
    this(kind, id, name, more, null);
  }

  /** What can be found, in the order in which it is shown. */
  public enum Kind {
    VOLUME,
    BACKUP,
    POLICY,
    TASK,
    WORKER,
    REPOSITORY,
    PROJECT,
    PERSON
  }
}
