package io.holdfast.engine;

/** What the caller may do about a failure; retrying is decided by this and by nothing else. */
public enum FailureKind {
  /** Passing: the same thing may work in a moment, or elsewhere. */
  RETRYABLE,
  /**
   * Will fail again until a person changes something outside (a full disk, a volume that shrank).
   */
  PERMANENT,
  /** This process may no longer act for the task: another has it, or its lease ended. */
  FENCED,
  /** Somebody asked for it to stop. */
  CANCELLED,
  /** Stored data is missing, cut or altered. */
  CORRUPT,
  /** A setting is wrong: a path, a passphrase, another repository. */
  MISCONFIGURED
}
