package io.holdfast.nbd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.protocol.ReplyHeader.Chunk;
import io.holdfast.nbd.protocol.ReplyHeader.Simple;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes are those of the protocol's specification. */
class HeadersTest {

  @Test
  void a_request_is_28_bytes_in_network_order() throws Exception {
    RequestHeader header =
        new RequestHeader(1, Command.WRITE.code(), 0x1122334455667788L, 0x10000, 0xfffffe00L);
    ByteBuffer bytes = ByteBuffer.allocate(RequestHeader.BYTES);
    header.put(bytes);
    assertThat(hex(bytes))
        .isEqualTo(
            "25609513" + "0001" + "0001" + "1122334455667788" + "0000000000010000" + "fffffe00");
    assertThat(RequestHeader.get(bytes.flip())).isEqualTo(header);
  }

  @Test
  void a_simple_reply_is_16_bytes() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(Simple.BYTES);
    new Simple(5, 7).put(bytes);
    assertThat(hex(bytes)).isEqualTo("67446698" + "00000005" + "0000000000000007");
    assertThat(ReplyHeader.get(bytes.flip())).isEqualTo(new Simple(5, 7));
  }

  @Test
  void a_chunk_is_20_bytes() throws Exception {
    Chunk chunk = new Chunk(true, Chunk.ERROR_OFFSET, 7, 0x80000000L);
    ByteBuffer bytes = ByteBuffer.allocate(Chunk.BYTES);
    chunk.put(bytes);
    assertThat(hex(bytes))
        .isEqualTo("668e33ef" + "0001" + "8002" + "0000000000000007" + "80000000");
    assertThat(ReplyHeader.get(bytes.flip())).isEqualTo(chunk);
    assertThat(chunk.isError()).isTrue();
  }

  @Test
  void an_option_and_its_reply_carry_their_numbers() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(OptionHeader.BYTES + OptionReplyHeader.BYTES);
    new OptionHeader(7, 3).put(bytes);
    new OptionReplyHeader(7, Negotiation.Reply.ERR_UNKNOWN, 0).put(bytes);
    assertThat(hex(bytes))
        .isEqualTo(
            "49484156454f5054"
                + "00000007"
                + "00000003"
                + "0003e889045565a9"
                + "00000007"
                + "80000006"
                + "00000000");
    bytes.flip();
    assertThat(OptionHeader.get(bytes)).isEqualTo(new OptionHeader(7, 3));
    assertThat(OptionReplyHeader.get(bytes).type()).isEqualTo(Negotiation.Reply.ERR_UNKNOWN);
  }

  @Test
  void what_begins_with_another_number_is_a_violation() {
    assertThatThrownBy(() -> RequestHeader.get(ByteBuffer.allocate(28)))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> ReplyHeader.get(ByteBuffer.allocate(20)))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> OptionHeader.get(ByteBuffer.allocate(16)))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> OptionReplyHeader.get(ByteBuffer.allocate(20)))
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void commands_have_their_numbers_and_unknown_ones_none() {
    for (Command command : Command.values())
      assertThat(Command.of(command.code())).isEqualTo(command);
    assertThat(Command.of(5)).isNull();
    assertThat(Command.of(65535)).isNull();
  }

  private static String hex(ByteBuffer bytes) {
    return HexFormat.of().formatHex(bytes.array());
  }
}
