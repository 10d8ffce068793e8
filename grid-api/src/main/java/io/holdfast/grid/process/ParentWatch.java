package io.holdfast.grid.process;

import java.time.Instant;
import java.util.Optional;

/**
 * Watches the process that supervises this one, so that nothing runs on unsupervised after its
 * supervisor was killed. The setting is {@code holdfast.parent-pid}.
 */
public final class ParentWatch {

  private ParentWatch() {}

  /**
   * Runs {@code gone} once, on a thread of its own, when the process is gone or was never there. A
   * process that is younger than this one only has the number of the one that is meant.
   */
  public static void start(long pid, Runnable gone) {
    Optional<ProcessHandle> parent = ProcessHandle.of(pid).filter(ParentWatch::isOlderThanThis);
    Thread.ofVirtual()
        .name("parent-watch")
        .start(() -> {
          parent.ifPresent(process -> process.onExit().join());
          gone.run();
        });
  }

  private static boolean isOlderThanThis(ProcessHandle process) {
    Optional<Instant> theirs = process.info().startInstant();
    Optional<Instant> ours = ProcessHandle.current().info().startInstant();
    return theirs.isEmpty() || ours.isEmpty() || !theirs.get().isAfter(ours.get());
  }
}
