package io.holdfast.worker.task;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.Task;
import io.holdfast.worker.attach.Attached;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A task that this worker owns, while it runs: what was claimed, how to stop it, and how far it is.
 * The fields that change are written by the task's threads and read by whoever tells of them.
 */
public final class RunningTask implements Progress {

  /** Nothing is known yet. */
  private static final Amounts NONE_YET = new Amounts(0, 0, 0, 0);

  private final Task task;
  private final Owner owner;
  private final Tally tally;
  private final Cancellation cancellation = new Cancellation();
  private final Speed speed = new Speed();
  private final Deque<Attached<?>> attached = new ArrayDeque<>();
  private volatile Amounts amounts = NONE_YET;
  private volatile String stage = "starting";

  /** Only the task's own thread touches these two. */
  private final List<String> stages = new ArrayList<>();

  private long stageSince = System.nanoTime();
  private volatile boolean givenBack;

  RunningTask(Task task, Owner owner, Tally tally) {
    this.task = task;
    this.owner = owner;
    this.tally = tally;
  }

  public UUID id() {
    return task.id();
  }

  /** As it was claimed. */
  public Task task() {
    return task;
  }

  public Owner owner() {
    return owner;
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  UUID backupId() {
    return Objects.requireNonNull(task.backupId(), "a task of this kind has a backup");
  }

  UUID volumeId() {
    return Objects.requireNonNull(task.volumeId(), "a task of this kind has a volume");
  }

  String backend() {
    return Objects.requireNonNull(task.backend(), "a task of this kind has a backend");
  }

  /** Remembers what is attached, so that it is detached when the work ends in whatever way. */
  <T extends AutoCloseable> T holds(Attached<T> volume) {
    attached.push(volume);
    return volume.volume();
  }

  /** Detaches everything, the last one first. Only the task's own thread attaches and detaches. */
  void release() {
    while (!attached.isEmpty()) {
      attached.pop().close();
    }
  }

  /** Stops the task so that it goes back into the queue. */
  void giveBack(String reason) {
    givenBack = true;
    cancellation.cancel(reason);
  }

  /** Whether it stops only because this worker does. */
  boolean isGivenBack() {
    return givenBack;
  }

  @Override
  public void update(Amounts now) {
    Amounts before = amounts;
    amounts = now;
    tally.moved(now.readBytes() - before.readBytes(), now.storedBytes() - before.storedBytes());
    speed.done(now.doneBytes());
  }

  /** What it is doing now, one lower-case word. */
  void stage(String word) {
    long now = System.nanoTime();
    stages.add("%s=%dms".formatted(stage, Duration.ofNanos(now - stageSince).toMillis()));
    stageSince = now;
    stage = word;
  }

  /** How long each stage so far took, for the log. */
  String stages() {
    return String.join(" ", stages);
  }

  public String stage() {
    return stage;
  }

  public Amounts amounts() {
    return amounts;
  }

  public long bytesPerSecond() {
    return speed.bytesPerSecond();
  }
}
