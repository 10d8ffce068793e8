package io.holdfast.schema.policy;

/** What became of the wish to change a policy. Unless changed, nothing is. */
public enum PolicyChange {
  CHANGED,
  /** It is not there. */
  MISSING,
  /** Somebody else changed it since it was read. */
  CHANGED_MEANWHILE,
  /** Another policy of the project has that name. */
  NAME_TAKEN
}
