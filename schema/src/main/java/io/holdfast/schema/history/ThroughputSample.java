package io.holdfast.schema.history;

import java.time.Duration;
import java.time.Instant;

/**
 * What all workers moved in an interval.
 *
 * @param at its end
 * @param lasted its length, at least a second
 * @param readBytes from volumes and repositories
 * @param writtenBytes to repositories and volumes
 */
public record ThroughputSample(Instant at, Duration lasted, long readBytes, long writtenBytes) {

  public long readBytesPerSecond() {
    return readBytes / lasted.toSeconds();
  }

  public long writtenBytesPerSecond() {
    return writtenBytes / lasted.toSeconds();
  }
}
