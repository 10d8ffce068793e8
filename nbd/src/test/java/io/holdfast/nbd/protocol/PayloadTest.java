package io.holdfast.nbd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void a_string_comes_back() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    Payload.putString(bytes, Payload.utf8("qemu:dirty-bitmap:ä"));
    bytes.flip();
    assertThat(Payload.getString(bytes)).isEqualTo("qemu:dirty-bitmap:ä");
    Payload.needEnd(bytes);
  }

  @Test
  void a_length_that_lies_is_a_violation() {
    for (int length : new int[] {5, 4097, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      ByteBuffer bytes = ByteBuffer.allocate(8).putInt(length).putInt(0).flip();
      assertThatThrownBy(() -> Payload.getString(bytes)).isInstanceOf(ProtocolViolation.class);
    }
  }

  @Test
  void a_string_longer_than_nbd_allows_is_a_violation() {
    assertThatThrownBy(() -> Payload.getRest(ByteBuffer.allocate(4097)))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> Payload.utf8("x".repeat(4097)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytes_that_are_no_utf8_are_a_violation() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> Payload.getRest(bytes)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void bytes_too_many_are_a_violation() {
    assertThatThrownBy(() -> Payload.needEnd(ByteBuffer.allocate(1)))
        .isInstanceOf(ProtocolViolation.class);
  }
}
