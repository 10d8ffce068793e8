package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.ScriptedTransport;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StatusTargetTest {
  private final StatusTarget target = new StatusTarget(3, 1000, 500);

  @Test
  void extents_follow_one_another_and_the_last_is_cut_to_the_range() throws Exception {
    target.status(3, 16, words(200, 0, 0xffffffff, 3));
    target.complete();
    assertThat(target.extents())
        .containsExactly(NbdExtent.data(1000, 200), NbdExtent.hole(1200, 300));
  }

  @Test
  void other_contexts_are_passed_over() throws Exception {
    FramedInput input = words(500, 1, 100, 0);
    target.status(4, 8, input);
    target.status(3, 8, input);
    assertThat(target.extents()).containsExactly(NbdExtent.data(1000, 100));
  }

  @Test
  void nonsense_is_a_violation() {
    assertThatThrownBy(target::complete).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.status(3, 8, words(0, 0)))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.status(3, 9, words(1, 0, 0)))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.status(3, 0, words())).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.status(3, 0xfffffff8L, words()))
        .isInstanceOf(ProtocolViolation.class);
  }

  private static FramedInput words(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
    for (int word : words) bytes.putInt(word);
    return new FramedInput(new ScriptedTransport(bytes.flip(), 5));
  }
}
