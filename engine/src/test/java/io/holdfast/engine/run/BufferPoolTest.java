package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many arrays a run holds at once. */
class BufferPoolTest {
  private static final int LEAST = 12;
  private static final int MOST = 20;

  private final Processors processors = new Processors(1);
  private final BufferPool pool = new BufferPool(MOST, 16, processors);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end_the_processor() {
    release.countDown();
    processors.close();
  }

  @Test
  void as_many_as_keep_a_processor_busy_at_first() {
    assertThat(pool.allowed()).isEqualTo(LEAST);
  }

  @Test
  void one_more_each_time_that_the_processor_had_nothing_to_do_up_to_the_most()
      throws InterruptedException {
    for (int i = 1; i <= MOST; i++) {
      processors.submit(() -> true).join();
      pool.give(pool.take());
      assertThat(pool.allowed()).isEqualTo(Math.min(MOST, LEAST + i));
    }
  }

  @Test
  void fewer_again_once_the_processor_always_has_something_to_do() throws InterruptedException {
    for (int i = LEAST; i < MOST; i++) {
      processors.submit(() -> true).join();
      pool.give(pool.take());
    }
    keepBusy();
    for (int i = 0; i < MOST * MOST; i++) {
      pool.give(pool.take());
    }
    assertThat(pool.allowed()).isEqualTo(LEAST);
  }

  private void keepBusy() throws InterruptedException {
    var begun = new CountDownLatch(1);
    processors.submit(() -> {
      begun.countDown();
      release.await();
      return true;
    });
    begun.await();
    // The last time that it had nothing to do is known from now on.
    pool.give(pool.take());
  }
}
