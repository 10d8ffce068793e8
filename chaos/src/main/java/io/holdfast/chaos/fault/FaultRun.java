package io.holdfast.chaos.fault;

import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets faults happen at their times; they may overlap. */
public final class FaultRun {

  private final List<String> failed = new CopyOnWriteArrayList<>();

  /** Returns when the last one is mended, with what could not be done. */
  public List<String> run(List<Fault> faults) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Fault fault : faults) {
      // What touches a repository that hangs holds up its thread in the system; a virtual one would
      // hold up the gates, and the fault that ends the hanging, too.
      threads.add(Thread.ofPlatform().daemon().start(() -> happen(fault)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failed);
  }

  private void happen(Fault fault) {
    try {
      Pause.of(fault.after());
      fault.strike().run();
      Pause.of(fault.lasts());
      fault.mend().run();
    } catch (SQLException e) {
      // The database is away for another fault.
    } catch (IOException | RuntimeException e) {
      failed.add(fault + " could not be done or mended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
