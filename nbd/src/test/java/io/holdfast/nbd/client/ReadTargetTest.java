package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.ScriptedTransport;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReadTargetTest {
  private final byte[] into = {9, 9, 9, 9, 9, 9, 9, 9};
  private final ReadTarget target = new ReadTarget(100, ByteBuffer.wrap(into));
  private final FramedInput input =
      new FramedInput(
          new ScriptedTransport(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 8));

  @Test
  void pieces_may_come_in_any_order() throws Exception {
    target.data(106, 2, input);
    target.hole(101, 3);
    target.data(100, 1, input);
    target.data(104, 2, input);
    target.complete();
    assertThat(into).containsExactly(3, 0, 0, 0, 4, 5, 1, 2);
  }

  @Test
  void a_gap_is_a_violation() throws Exception {
    target.data(100, 4, input);
    target.data(105, 3, input);
    assertThatThrownBy(target::complete)
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("byte 4");
  }

  @Test
  void bytes_that_come_twice_are_a_violation() throws Exception {
    target.data(102, 2, input);
    assertThatThrownBy(() -> target.hole(103, 1)).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.hole(100, 3)).isInstanceOf(ProtocolViolation.class);
    target.hole(100, 2);
    assertThatThrownBy(() -> target.hole(101, 1)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void bytes_outside_of_the_read_are_a_violation() {
    assertThatThrownBy(() -> target.hole(99, 1)).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.hole(107, 2)).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.hole(100, 0)).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.hole(100, 0xffffffffL)).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.hole(Long.MIN_VALUE, 8)).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> target.hole(Long.MAX_VALUE, 8)).isInstanceOf(ProtocolViolation.class);
  }
}
