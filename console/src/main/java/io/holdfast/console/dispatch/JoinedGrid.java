package io.holdfast.console.dispatch;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.worker.RunReply;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The grid as this console's own node sees it. */
final class JoinedGrid implements Grid {

  private final GridAccess grid;

  JoinedGrid(GridAccess grid) {
    this.grid = grid;
  }

  @Override
  public boolean dispatchesHere() {
    return grid.leads();
  }

  @Override
  public Set<UUID> workers() {
    return grid.members(GridRole.WORKER).stream()
        .map(GridMember::incarnation)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public RunReply offer(String workerHost, UUID taskId) {
    return grid.worker(workerHost).run(taskId);
  }

  @Override
  public VolumeService volumeService(String host) {
    return grid.volumeService(host);
  }
}
