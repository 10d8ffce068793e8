package io.holdfast.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryingDriverTest extends RepositoryDriverContract {
  private final InMemoryDriver objects = new InMemoryDriver();
  private final AtomicInteger calls = new AtomicInteger();

  @Override
  protected RepositoryDriver open() {
    return retrying(objects);
  }

  @Test
  void what_passes_is_tried_again() {
    var driver = retrying(failing(2, FailureKind.RETRYABLE));
    assertThat(driver.put("backups/one", ByteBuffer.allocate(3))).isTrue();
    assertThat(driver.size("backups/one")).hasValue(3);
    assertThat(calls).hasValue(3);
  }

  @Test
  void what_does_not_pass_is_given_up() {
    var driver = retrying(failing(99, FailureKind.RETRYABLE));
    assertThatThrownBy(() -> driver.put("backups/one", ByteBuffer.allocate(3)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("weather");
    assertThat(calls).hasValue(4);
  }

  @Test
  void what_needs_a_person_is_not_tried_again() {
    var driver = retrying(failing(1, FailureKind.PERMANENT));
    assertThatThrownBy(() -> driver.put("backups/one", ByteBuffer.allocate(3)))
        .isInstanceOf(BackupException.class);
    assertThat(calls).hasValue(1);
  }

  private static RetryingDriver retrying(RepositoryDriver driver) {
    return new RetryingDriver(driver, 4, Duration.ofNanos(1000));
  }

  private RepositoryDriver failing(int failures, FailureKind kind) {
    return new FilterDriver(objects) {
      @Override
      public boolean put(String name, ByteBuffer content) {
        if (calls.incrementAndGet() <= failures) {
          content.position(content.limit());
          throw new BackupException(kind, "bad weather");
        }
        return super.put(name, content);
      }
    };
  }
}
