package io.holdfast.nbd.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramedInputTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 27, 4096, 16384})
  void frames_arrive_whole_however_they_are_cut_up(int pieceBytes) throws Exception {
    byte[] stream = new byte[200_000];
    new Random(1).nextBytes(stream);
    FramedInput input = new FramedInput(new ScriptedTransport(ByteBuffer.wrap(stream), pieceBytes));
    Random random = new Random(2);
    int at = 0;
    while (at < stream.length) {
      int headerBytes = Math.min(1 + random.nextInt(40), stream.length - at);
      assertThat(input.peek(1).get()).isEqualTo(stream[at]);
      assertThat(input.next(headerBytes)).isEqualTo(ByteBuffer.wrap(stream, at, headerBytes));
      at += headerBytes;
      int dataBytes = Math.min(random.nextInt(20_000), stream.length - at);
      ByteBuffer data = ByteBuffer.allocate(dataBytes);
      if (random.nextInt(4) == 0) {
        input.skip(dataBytes);
      } else {
        input.read(data);
        assertThat(data.flip()).isEqualTo(ByteBuffer.wrap(stream, at, dataBytes));
      }
      at += dataBytes;
    }
    assertThat(input.hasMore()).isFalse();
  }

  @Test
  void an_end_in_the_middle_of_a_frame_is_an_error() {
    assertThatThrownBy(() -> of(3).next(4)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> of(3).skip(4)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> of(3).read(ByteBuffer.allocate(4))).isInstanceOf(EOFException.class);
  }

  private static FramedInput of(int bytes) {
    return new FramedInput(new ScriptedTransport(ByteBuffer.allocate(bytes), 2));
  }
}
