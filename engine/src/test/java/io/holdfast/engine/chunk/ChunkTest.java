package io.holdfast.engine.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.extent.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final ChunkId ID = new ChunkId(0x0102030405060708L, -1, 0, 0x7f);

  @Test
  void an_id_is_hmac_sha_256_as_in_rfc_4231() {
    var hasher = new ChunkHasher("Jefe".getBytes(StandardCharsets.US_ASCII));
    byte[] text = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    assertThat(hasher.hash(text, 0, text.length))
        .hasToString("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void an_id_is_written_as_it_is_read() {
    assertThat(ChunkId.of(ID.toBytes())).isEqualTo(ID);
    assertThat(ChunkId.parse(ID.toString())).isEqualTo(ID);
    assertThat(ID.isZero()).isFalse();
    assertThat(ChunkId.ZERO.isZero()).isTrue();
    assertThatThrownBy(() -> ChunkId.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_segment_is_written_as_it_is_read() {
    Segment segment = new Segment(List.of(ID, ChunkId.ZERO, ID));
    byte[] bytes = segment.encode();
    assertThat(bytes).hasSize(96);
    assertThat(Segment.decode(bytes, 96)).isEqualTo(segment);
    assertThat(segment.isZero()).isFalse();
    assertThat(Segment.zeros(1024).isZero()).isTrue();
    assertThatThrownBy(() -> Segment.decode(bytes, 95))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("95 bytes");
  }

  @Test
  void zeros_are_told_from_everything_else() {
    byte[] bytes = new byte[200_000];
    assertThat(ZeroTest.isZero(bytes, 0, bytes.length)).isTrue();
    assertThat(ZeroTest.isZero(bytes, 5, 5)).isTrue();
    for (int at : new int[] {0, 1, 65_535, 65_536, 131_072, 199_999}) {
      bytes[at] = 1;
      assertThat(ZeroTest.isZero(bytes, 0, bytes.length)).as("byte %d", at).isFalse();
      assertThat(ZeroTest.isZero(bytes, at + 1, bytes.length)).isTrue();
      assertThat(ZeroTest.isZero(bytes, 0, at)).isTrue();
      bytes[at] = 0;
    }
  }

  @Test
  void the_last_chunk_and_segment_are_as_short_as_the_volume_makes_them() {
    var geometry = new ChunkGeometry(1024 * 4096 + 4096 + 7, 4096);
    assertThat(geometry.segmentCount()).isEqualTo(2);
    assertThat(geometry.chunkCount()).isEqualTo(1026);
    assertThat(geometry.chunksIn(0)).isEqualTo(1024);
    assertThat(geometry.chunksIn(1)).isEqualTo(2);
    assertThat(geometry.segment(1)).isEqualTo(new ByteRange(1024 * 4096, 4096 + 7));
    assertThat(geometry.chunk(1, 1)).isEqualTo(new ByteRange(1025 * 4096, 7));
    assertThat(new ChunkGeometry(0, 4096).segmentCount()).isZero();
    assertThat(new ChunkGeometry(1L << 50, 1 << 20).segmentCount()).isEqualTo(1 << 20);
  }
}
