package io.holdfast.console.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

  private final AtomicLong clock = new AtomicLong();
  private final SignInThrottle throttle = new SignInThrottle(clock::get);

  @Test
  void four_failures_are_free_and_then_the_pauses_double_up_to_a_minute() {
    fail(4);
    assertThat(throttle.secondsToWait("a")).isEmpty();
    for (long pause : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      fail(1);
      assertThat(throttle.secondsToWait("a")).hasValue(pause);
      pass(Duration.ofSeconds(pause));
      assertThat(throttle.secondsToWait("a")).isEmpty();
    }
  }

  @Test
  void a_success_and_a_quarter_of_an_hour_forgive() {
    fail(5);
    throttle.succeeded("a");
    assertThat(throttle.secondsToWait("a")).isEmpty();
    fail(12);
    pass(Duration.ofMinutes(16));
    assertThat(throttle.secondsToWait("a")).isEmpty();
    fail(4);
    assertThat(throttle.secondsToWait("a")).isEmpty();
  }

  @Test
  void others_do_not_wait() {
    fail(10);
    assertThat(throttle.secondsToWait("b")).isEmpty();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed("a");
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
