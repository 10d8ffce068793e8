package io.holdfast.cli.up;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * The supervisor: console with its database, volume service and workers, started in this order and
 * ended in the reverse one. May be stopped at any time and from any thread, in mid-start too.
 */
public final class Stack {

  /** A second try, as another program may take the port between our look and the console's. */
  private static final int CONSOLE_TRIES = 2;

  private static final long SAY_EVERY_SECONDS = 20;
  private static final long GIVE_UP_SECONDS = 300;
  private static final long BOUND_LOGS_EVERY_SECONDS = 10;

  private final StackPlan plan;
  private final Narration narration;
  private final List<Keeper> keepers = new ArrayList<>();
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("housekeeping").factory());
  private boolean stopped;

  public Stack(StackPlan plan, Narration narration) {
    this.plan = plan;
    this.narration = narration;
    var _ =
        housekeeping.scheduleWithFixedDelay(
            this::boundLogs, BOUND_LOGS_EVERY_SECONDS, BOUND_LOGS_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts everything and returns the console's address when all of it serves. */
  public URI start(String administratorPassword) throws IOException, InterruptedException {
    Leftovers.end(plan.data(), narration);
    JsonNode console = await("console", keep(plan.console(administratorPassword), CONSOLE_TRIES));
    String databaseUrl = console.path("databaseUrl").asString("");
    List<String> names = new ArrayList<>();
    List<CompletableFuture<JsonNode>> starting = new ArrayList<>();
    names.add("storage");
    starting.add(keep(plan.volumeService(databaseUrl), Integer.MAX_VALUE));
    for (int number = 1; number <= plan.workers(); number++) {
      ChildPlan worker = plan.worker(number, databaseUrl);
      names.add(worker.name());
      starting.add(keep(worker, Integer.MAX_VALUE));
    }
    for (int i = 0; i < starting.size(); i++) {
      await(names.get(i), starting.get(i));
    }
    return URI.create(console.path("url").asString(""));
  }

  /** Ends everything: workers, volume service, console; then a database that lost its console. */
  public void stop() throws IOException, InterruptedException {
    List<Keeper> all;
    synchronized (this) {
      stopped = true;
      all = List.copyOf(keepers);
    }
    housekeeping.shutdownNow();
    // The console was kept first, the volume service second; the workers can end side by side.
    List<Thread> workers =
        all.stream().skip(2).map(keeper -> Thread.ofPlatform().start(() -> stop(keeper))).toList();
    for (Thread worker : workers) {
      worker.join();
    }
    all.reversed().stream().skip(workers.size()).forEach(this::stop);
    Leftovers.endDatabase(plan.data(), narration);
  }

  private void stop(Keeper keeper) {
    try {
      keeper.stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the end", e);
    }
  }

  private synchronized CompletableFuture<JsonNode> keep(ChildPlan child, int triesToBecomeReady) {
    if (stopped) {
      throw new Failure(ExitCode.CANCELLED, "Stopped while starting.");
    }
    Keeper keeper = new Keeper(new Child(child, plan.data()), narration, triesToBecomeReady);
    keepers.add(keeper);
    narration.say(child.name(), "starting");
    return keeper.start();
  }

  private JsonNode await(String name, CompletableFuture<JsonNode> ready)
      throws InterruptedException {
    for (long waited = 0; waited < GIVE_UP_SECONDS; waited += SAY_EVERY_SECONDS) {
      try {
        return ready.get(SAY_EVERY_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        narration.say(
            name, "is not ready yet; its log is " + plan.data().logs().resolve(name + ".log"));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Failure failure) {
          throw failure;
        }
        throw new IllegalStateException("a keeper fails with a Failure only", e);
      }
    }
    throw new Failure(
        ExitCode.FAILED,
        "%s was not ready after %d s; its log is %s."
            .formatted(name, GIVE_UP_SECONDS, plan.data().logs().resolve(name + ".log")));
  }

  private void boundLogs() {
    List<Keeper> all;
    synchronized (this) {
      all = List.copyOf(keepers);
    }
    for (Keeper keeper : all) {
      try {
        keeper.child().log().bound(LogFile.LONGEST);
      } catch (IOException e) {
        narration.say(keeper.child().name(), "its log cannot be shortened: " + Failure.reason(e));
      }
    }
  }
}
