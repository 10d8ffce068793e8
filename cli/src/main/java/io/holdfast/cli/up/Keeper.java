package io.holdfast.cli.up;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Keeps one child alive: starts it, and starts it again when it ended by itself, each time after a
 * longer pause. One thread per keeper starts and waits; {@link #stop} may come from any other.
 */
final class Keeper {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Who ran this long has got over what made it fail before. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private static final int LINES_SHOWN = 12;

  private final Child child;
  private final Narration narration;
  private final int triesToBecomeReady;
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private Duration pause = FIRST_PAUSE;

  /**
   * A keeper that does nothing yet.
   *
   * @param triesToBecomeReady starts without success after which it gives up, if there never was
   *     any
   */
  Keeper(Child child, Narration narration, int triesToBecomeReady) {
    this.child = child;
    this.narration = narration;
    this.triesToBecomeReady = triesToBecomeReady;
    this.thread = Thread.ofPlatform().daemon().name("keeper-" + child.name()).unstarted(this::keep);
  }

  /** Starts the child; the future ends when the child first serves, or can not. */
  CompletableFuture<JsonNode> start() {
    thread.start();
    return ready;
  }

  Child child() {
    return child;
  }

  /** Ends the child and this keeper. */
  void stop() throws InterruptedException {
    startNoMore();
    boolean ran = child.isAlive();
    child.stop(narration);
    thread.join();
    if (ran) {
      narration.say(child.name(), "ended");
    }
  }

  private void keep() {
    try {
      for (int tries = 1; startUnlessStopping(); tries++) {
        long startedAt = System.nanoTime();
        Optional<JsonNode> said = child.awaitReady();
        said.ifPresent(answer -> becameReady(answer, startedAt));
        int status = child.awaitEnd();
        if (isStopping()) {
          return;
        }
        Duration ran = Durations.since(startedAt);
        boolean givesUp = !ready.isDone() && tries >= triesToBecomeReady;
        say(status, ran, said.isPresent(), givesUp);
        if (said.isEmpty()) {
          child.deleteClassArchive();
        }
        if (givesUp) {
          ready.completeExceptionally(neverReady());
          return;
        }
        pauseBeforeNextTry(ran);
      }
    } catch (IOException e) {
      String reason = "Cannot run " + child.name() + ": " + Failure.reason(e) + ".";
      narration.say(child.name(), reason);
      ready.completeExceptionally(new Failure(ExitCode.FAILED, reason, e));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a keeper", e);
    }
  }

  /** After this, a child that was started is known, and none is started any more. */
  private synchronized void startNoMore() {
    stopping.countDown();
  }

  private synchronized boolean startUnlessStopping() throws IOException {
    if (isStopping()) {
      return false;
    }
    child.start();
    return true;
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void becameReady(JsonNode answer, long startedAt) {
    narration.say(child.name(), "ready after " + Durations.text(Durations.since(startedAt)));
    ready.complete(answer);
  }

  private void say(int status, Duration ran, boolean wasReady, boolean givesUp) {
    String ended =
        (wasReady ? "ended by itself" : "could not start")
            + " (status "
            + status
            + ", after "
            + Durations.text(ran)
            + ")";
    narration.say(
        child.name(),
        givesUp ? ended : ended + "; it is started again in " + Durations.text(pause));
    if (!wasReady) {
      StringBuilder tail = new StringBuilder();
      child
          .log()
          .tail(LINES_SHOWN)
          .forEach(line -> tail.append("    | ").append(line).append('\n'));
      narration.print(tail + "    (from " + child.log().path() + ")\n");
    }
  }

  private Failure neverReady() {
    return new Failure(
        ExitCode.FAILED,
        "The %s cannot start; its last words are above, its whole log is %s. When that is put right, start again: nothing is lost."
            .formatted(child.name(), child.log().path()));
  }

  private void pauseBeforeNextTry(Duration ran) throws InterruptedException {
    if (ran.compareTo(STEADY) > 0) {
      pause = FIRST_PAUSE;
    }
    if (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }
}
