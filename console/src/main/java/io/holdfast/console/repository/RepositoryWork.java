package io.holdfast.console.repository;

import io.holdfast.console.task.TaskView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in a repository.
 *
 * @param active tasks that run or wait, those that run first
 * @param lastVerify the last verification of the whole repository that ended, well or not; {@code
 *     null}: there was none
 * @param lastReclaim likewise
 * @param outOfReachOf hosts of the workers that said within the last minute that they cannot work
 *     in it
 */
public record RepositoryWork(
    List<TaskView> active,
    @Nullable TaskView lastVerify,
    @Nullable TaskView lastReclaim,
    List<String> outOfReachOf) {

  public RepositoryWork {
    active = List.copyOf(active);
    outOfReachOf = List.copyOf(outOfReachOf);
  }
}
