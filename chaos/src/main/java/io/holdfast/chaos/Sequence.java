package io.holdfast.chaos;

import io.holdfast.chaos.check.Figures;
import io.holdfast.chaos.check.Restores;
import io.holdfast.chaos.check.Settled;
import io.holdfast.chaos.fault.Fault;
import io.holdfast.chaos.fault.FaultPlan;
import io.holdfast.chaos.fault.FaultRun;
import io.holdfast.chaos.load.Load;
import io.holdfast.chaos.load.Model;
import io.holdfast.chaos.place.Place;
import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Load and faults for a while, then peace, then every check. */
final class Sequence {

  private static final int SAMPLE = 3;
  private static final Duration SUPERVISE_EVERY = Duration.ofMillis(500);

  /** What happened, and what was wrong; nothing if it passed. */
  record Result(List<Fault> faults, String figures, List<String> wrong) {}

  private final Place place;
  private final Load load;
  private final Model model;
  private final Settled settled;
  private final Restores restores;
  private final Duration length;
  private final int faults;
  private final boolean verbose;

  Sequence(
      Place place,
      Load load,
      Model model,
      Restores restores,
      Duration length,
      int faults,
      boolean verbose) {
    this.place = place;
    this.load = load;
    this.model = model;
    this.settled = new Settled(place);
    this.restores = restores;
    this.length = length;
    this.faults = faults;
    this.verbose = verbose;
  }

  Result run(long seed) throws IOException, InterruptedException, SQLException {
    Random random = new Random(seed);
    List<Fault> plan = new FaultPlan(place, random, length).draw(faults);
    place.slowDown();
    Figures figures = new Figures(place.database());
    AtomicBoolean stop = new AtomicBoolean();
    Thread working = Thread.ofPlatform().daemon().start(() -> work(stop, seed));
    Thread supervising = Thread.ofVirtual().start(() -> supervise(stop));
    long start = System.nanoTime();
    List<String> wrong = new ArrayList<>(new FaultRun().run(plan));
    Pause.of(length.minusNanos(System.nanoTime() - start));
    stop.set(true);
    supervising.join();
    place.heal();
    working.join();
    say("mended");
    wrong.addAll(settled.await());
    say("settled");
    String said = figures.end();
    if (wrong.isEmpty()) {
      load.settled();
      say("volumes looked at");
      wrong.addAll(restores.volumes(load.volumes()));
      wrong.addAll(restores.restored());
      say("restored ones compared");
      wrong.addAll(restores.sample(SAMPLE, random));
      say("sample restored");
      wrong.addAll(settled.await());
      wrong.addAll(settled.leftovers());
    }
    wrong.addAll(model.takeWrong());
    return new Result(plan, said, wrong);
  }

  private void say(String what) {
    if (verbose) {
      System.out.printf("  %s %s%n", LocalTime.now(ZoneId.systemDefault()), what);
    }
  }

  private void work(AtomicBoolean stop, long seed) {
    try {
      load.run(stop, seed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise(AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        Pause.of(SUPERVISE_EVERY);
        place.startMissing(node -> false);
      }
    } catch (IOException e) {
      model.wrong("A program cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
