package io.holdfast.cli.up;

import io.holdfast.cli.program.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one child is started.
 *
 * @param name unique among the children; also its name in the grid
 * @param program what it runs
 * @param command without what every child gets: the ready file, the parent's pid
 * @param secrets environment variables that are not for the process list
 */
record ChildPlan(String name, Program program, List<String> command, Map<String, String> secrets) {

  ChildPlan {
    command = List.copyOf(command);
    secrets = Map.copyOf(secrets);
  }

  /**
   * How long a program may take to end: a worker gives its tasks back, the console stops a
   * database.
   */
  static Duration stopWithin(Program program) {
    return switch (program) {
      case WORKER -> Duration.ofSeconds(45);
      case VOLUME_SERVICE, MOUNT -> Duration.ofSeconds(40);
      case CONSOLE -> Duration.ofSeconds(60);
    };
  }

  @Override
  public String toString() {
    return "ChildPlan[" + name + "]";
  }
}
