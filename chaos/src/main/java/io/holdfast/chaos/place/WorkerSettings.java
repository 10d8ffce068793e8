package io.holdfast.chaos.place;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Workers with little memory that lose patience soon, so that a sequence takes seconds. */
final class WorkerSettings {

  private WorkerSettings() {}

  static List<String> of(Duration lease, Path state) {
    return List.of(
        "--holdfast.worker.lease=" + lease.toSeconds() + "s",
        "--holdfast.worker.state=" + state,
        "--holdfast.worker.memory.buffers=64MB",
        "--holdfast.worker.record-every=1s",
        "--holdfast.worker.mounts=0",
        "--holdfast.worker.warm-up=false",
        "--holdfast.worker.nbd.connections=2",
        "--holdfast.worker.nbd.connect-timeout=3s",
        "--holdfast.worker.nbd.request-timeout=10s",
        "--holdfast.worker.retry.first-delay=1s",
        "--holdfast.worker.retry.longest-delay=8s");
  }
}
