package io.holdfast.grid.worker;

import java.util.Objects;
import java.util.UUID;

/** How far a running task is, told to the consoles at most twice a second. */
public final class TaskProgress {

  private final UUID taskId;
  private final String host;
  private final String stage;
  private final long bytesTotal;
  private final long bytesDone;
  private final long bytesRead;
  private final long bytesStored;
  private final long bytesPerSecond;

  /**
   * Describes a running task.
   *
   * @param host the worker that runs it
   * @param stage what it is doing, one lower-case word
   * @param bytesTotal bytes of the volume to go through, holes included
   * @param bytesDone bytes gone through, holes included
   * @param bytesRead bytes that had to be read or written
   * @param bytesStored bytes that went into the repository
   * @param bytesPerSecond speed of {@code bytesDone} over the last seconds
   */
  public TaskProgress(
      UUID taskId,
      String host,
      String stage,
      long bytesTotal,
      long bytesDone,
      long bytesRead,
      long bytesStored,
      long bytesPerSecond) {
    this.taskId = Objects.requireNonNull(taskId, "taskId");
    this.host = Objects.requireNonNull(host, "host");
    this.stage = Objects.requireNonNull(stage, "stage");
    this.bytesTotal = bytesTotal;
    this.bytesDone = bytesDone;
    this.bytesRead = bytesRead;
    this.bytesStored = bytesStored;
    this.bytesPerSecond = bytesPerSecond;
  }

  public UUID taskId() {
    return taskId;
  }

  public String host() {
    return host;
  }

  public String stage() {
    return stage;
  }

  public long bytesTotal() {
    return bytesTotal;
  }

  public long bytesDone() {
    return bytesDone;
  }

  public long bytesRead() {
    return bytesRead;
  }

  public long bytesStored() {
    return bytesStored;
  }

  public long bytesPerSecond() {
    return bytesPerSecond;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskProgress that
        && taskId.equals(that.taskId)
        && host.equals(that.host)
        && stage.equals(that.stage)
        && bytesTotal == that.bytesTotal
        && bytesDone == that.bytesDone
        && bytesRead == that.bytesRead
        && bytesStored == that.bytesStored
        && bytesPerSecond == that.bytesPerSecond;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        taskId, host, stage, bytesTotal, bytesDone, bytesRead, bytesStored, bytesPerSecond);
  }

  @Override
  public String toString() {
    return "task %s on %s: %s, %d of %d bytes"
        .formatted(taskId, host, stage, bytesDone, bytesTotal);
  }
}
