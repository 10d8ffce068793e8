package io.holdfast.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookTest {

  private final SharedLook<String, Integer> shared = new SharedLook<>();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void all_who_ask_during_a_look_share_the_next_one() throws Exception {
    CountDownLatch inTheFirst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first =
          threads.submit(() ->
              shared.ask(
                  "figures",
                  () -> {
                    inTheFirst.countDown();
                    await().until(() -> goOn.getCount() == 0);
                    return looks.incrementAndGet();
                  }));
      inTheFirst.await();
      List<Future<Integer>> others = new ArrayList<>();
      AtomicInteger asking = new AtomicInteger();
      for (int i = 0; i < 50; i++) {
        others.add(
            threads.submit(() -> {
              asking.incrementAndGet();
              return shared.ask("figures", looks::incrementAndGet);
            }));
      }
      await().until(() -> asking.get() == 50);
      goOn.countDown();
      assertThat(first.get()).isEqualTo(1);
      for (Future<Integer> other : others) {
        // Never the first: it began before they asked.
        assertThat(other.get()).isGreaterThan(1);
      }
      // One for all of them, and one more for who counted itself but had not yet asked.
      assertThat(looks.get()).isLessThan(10);
    }
  }

  @Test
  void who_asks_later_has_a_look_of_its_own() {
    assertThat(shared.ask("figures", looks::incrementAndGet)).isEqualTo(1);
    assertThat(shared.ask("figures", looks::incrementAndGet)).isEqualTo(2);
    assertThat(shared.ask("others", looks::incrementAndGet)).isEqualTo(3);
  }

  @Test
  void a_failed_look_is_the_caller_s_alone() {
    assertThatThrownBy(() ->
            shared.ask(
                "figures",
                () -> {
                  throw new IllegalStateException("away");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(shared.ask("figures", looks::incrementAndGet)).isEqualTo(1);
  }
}
