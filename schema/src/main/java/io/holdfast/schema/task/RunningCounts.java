package io.holdfast.schema.task;

import java.util.Map;
import java.util.UUID;

/** How many tasks run, by what limits go by. What has none is missing. */
public record RunningCounts(
    Map<String, Integer> byBackend,
    Map<UUID, Integer> byRepository,
    Map<UUID, Integer> byIncarnation) {

  public RunningCounts {
    byBackend = Map.copyOf(byBackend);
    byRepository = Map.copyOf(byRepository);
    byIncarnation = Map.copyOf(byIncarnation);
  }
}
