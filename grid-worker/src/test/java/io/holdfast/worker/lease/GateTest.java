package io.holdfast.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class GateTest {

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Gate gate = new Gate(clock::get);

  @Test
  void it_is_closed_until_it_is_opened_and_closes_by_itself() {
    assertThat(gate.isOpen()).isFalse();
    gate.openUntil(clock.get() + 10); // The clock overflows on the way, as it may.
    assertThat(gate.isOpen()).isTrue();
    gate.pass();
    clock.addAndGet(9);
    assertThat(gate.isOpen()).isTrue();
    clock.addAndGet(1);
    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.remaining()).isZero();
  }

  @Test
  void who_comes_to_a_closed_gate_waits_until_it_opens() throws Exception {
    Passing passing = new Passing();
    gate.openUntil(clock.get() + 1);
    passing.result.get(5, TimeUnit.SECONDS);
  }

  @Test
  void fencing_ends_all_waiting_for_good() {
    Passing passing = new Passing();
    gate.fence("closed by somebody");
    assertThatThrownBy(() -> passing.result.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.FENCED));
    gate.openUntil(clock.get() + 100);
    assertThat(gate.isOpen()).isFalse();
    assertThatThrownBy(gate::pass).hasMessage("closed by somebody");
    assertThatThrownBy(gate::throwIfFenced).hasMessage("closed by somebody");
  }

  @Test
  void an_interrupt_ends_one_waiting() {
    Passing passing = new Passing();
    passing.thread.interrupt();
    assertThatThrownBy(() -> passing.result.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CANCELLED));
  }

  /** A thread that waits at the gate. */
  private final class Passing {
    private final CompletableFuture<Boolean> result = new CompletableFuture<>();
    private final Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                gate.pass();
                result.complete(true);
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });

    private Passing() {
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }
  }
}
