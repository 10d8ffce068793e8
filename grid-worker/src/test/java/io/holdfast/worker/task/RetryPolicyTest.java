package io.holdfast.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {

  @Test
  void the_delay_doubles_up_to_the_longest() {
    RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(4), Duration.ofSeconds(60));
    for (int failures = 0; failures < 100; failures++) {
      long most = Math.min(60_000, 4000L << Math.min(failures, 20));
      assertThat(policy.after(failures).toMillis()).isBetween(most * 3 / 4, most);
    }
  }

  @Test
  void delays_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> new RetryPolicy(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
