package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.volumeservice.file.Room.Bytes;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RoomTest {

  private final BlockingQueue<Bytes> answers = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void a_storage_that_hangs_is_asked_once_and_what_it_said_last_is_told() {
    answers.add(new Bytes(100, 40));
    assertThat(new Room(this::answer, Duration.ofMinutes(1)).look()).isEqualTo(new Bytes(100, 40));

    Room hung = new Room(this::answer, Duration.ofMillis(1));
    assertThat(hung.look()).isEqualTo(Bytes.UNKNOWN);
    assertThat(hung.look()).isEqualTo(Bytes.UNKNOWN);
    await().untilAsserted(() -> assertThat(asked).hasValue(2));

    answers.add(new Bytes(100, 30));
    await().until(hung::look, new Bytes(100, 30)::equals);
    assertThat(hung.look()).as("while it hangs anew").isEqualTo(new Bytes(100, 30));
  }

  private Bytes answer() {
    asked.incrementAndGet();
    try {
      return answers.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
