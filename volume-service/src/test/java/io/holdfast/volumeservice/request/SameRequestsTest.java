package io.holdfast.volumeservice.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SameRequestsTest {

  private final SameRequests requests = new SameRequests();

  @Test
  void the_same_request_at_the_same_time_is_done_once() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> replies = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        replies.add(
            threads.submit(() ->
                requests.once(
                    "make",
                    () -> {
                      begun.countDown();
                      awaitUninterrupted(gate);
                      return runs.incrementAndGet();
                    })));
      }
      begun.await();
      assertThat(requests.<String>once("other", () -> "not held up")).isEqualTo("not held up");
      gate.countDown();
      for (Future<Integer> reply : replies) {
        // Late ones may have found the first one done and run anew, but never two at once.
        assertThat(reply.get()).isBetween(1, runs.get());
      }
    }
    assertThat(requests.<Integer>once("make", runs::incrementAndGet)).isEqualTo(runs.get());
  }

  @Test
  void a_failure_is_the_failure_of_the_request_and_is_not_kept() {
    assertThatThrownBy(() ->
            requests.once(
                "make",
                () -> {
                  throw new IllegalArgumentException("no");
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
    assertThat(requests.<String>once("make", () -> "yes")).isEqualTo("yes");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
