package io.holdfast.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 65536, 100_000, 32 << 20})
  void a_buffer_has_as_many_bytes_as_asked_for(int bytes) {
    ByteBuffer buffer = new BufferPool(0).take(bytes);
    assertThat(buffer.remaining()).isEqualTo(bytes);
    assertThat(buffer.isDirect()).isTrue();
  }

  @Test
  void a_buffer_given_back_is_used_again() {
    BufferPool pool = new BufferPool(1 << 20);
    ByteBuffer first = pool.take(5000);
    pool.give(first.position(100));
    assertThat(pool.take(8192)).isSameAs(first).extracting(ByteBuffer::remaining).isEqualTo(8192);
    assertThat(pool.take(5000)).isNotSameAs(first);
  }

  @Test
  void no_more_lies_idle_than_allowed() {
    BufferPool pool = new BufferPool(10_000);
    ByteBuffer first = pool.take(8192);
    ByteBuffer second = pool.take(8192);
    pool.give(first);
    pool.give(second);
    assertThat(pool.take(8192)).isSameAs(first);
    assertThat(pool.take(8192)).isNotSameAs(second);
  }
}
