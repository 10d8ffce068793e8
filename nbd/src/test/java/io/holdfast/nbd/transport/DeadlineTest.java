package io.holdfast.nbd.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void it_acts_when_its_time_is_over() {
    AtomicInteger acted = new AtomicInteger();
    try (Deadline deadline = new Deadline(Duration.ofMillis(1), acted::incrementAndGet)) {
      await().until(() -> acted.get() == 1);
      assertThat(deadline.hasPassed()).isTrue();
    }
  }

  @Test
  void it_does_not_act_once_closed() {
    AtomicInteger acted = new AtomicInteger();
    Deadline closed = new Deadline(Duration.ofMillis(20), acted::incrementAndGet);
    closed.close();
    AtomicInteger later = new AtomicInteger();
    try (Deadline other = new Deadline(Duration.ofMillis(40), later::incrementAndGet)) {
      await().until(() -> later.get() == 1);
      assertThat(other.hasPassed()).isTrue();
    }
    assertThat(acted).hasValue(0);
    assertThat(closed.hasPassed()).isFalse();
  }
}
