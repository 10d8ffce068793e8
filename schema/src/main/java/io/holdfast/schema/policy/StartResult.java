package io.holdfast.schema.policy;

import java.util.UUID;

/** What became of the wish to start a run. Unless started, nothing has changed. */
public sealed interface StartResult {

  record Started(UUID runId) implements StartResult {}

  /** Another console has started it, or the policy was changed or removed since it was read. */
  record Lost() implements StartResult {}

  /** Asked for while volumes of an earlier run are still waiting for theirs. */
  record StillRunning(UUID runId) implements StartResult {}
}
