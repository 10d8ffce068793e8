package io.holdfast.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SpeedTest {

  private final AtomicLong clock = new AtomicLong(42);
  private final Speed speed = new Speed(clock::get);

  private void after(Duration time, long bytes) {
    clock.addAndGet(time.toNanos());
    speed.done(bytes);
  }

  @Test
  void it_is_what_the_last_seconds_brought() {
    assertThat(speed.bytesPerSecond()).isZero();
    for (int i = 0; i <= 100; i++) {
      after(Duration.ofMillis(100), i * 10L);
    }
    assertThat(speed.bytesPerSecond()).isEqualTo(100);
    for (int i = 1; i <= 60; i++) {
      after(Duration.ofMillis(100), 1000 + i * 100L);
    }
    assertThat(speed.bytesPerSecond()).isEqualTo(1000);
  }

  @Test
  void standing_still_it_falls_to_nothing() {
    after(Duration.ofSeconds(1), 0);
    after(Duration.ofSeconds(1), 5000);
    clock.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(speed.bytesPerSecond()).isZero();
  }
}
