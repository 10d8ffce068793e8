package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkLocation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacedChunkTest {
  private static final PackId ONE = new PackId(1, 1);
  private static final PackId TWO = new PackId(0, 2);

  @Test
  void frames_that_lie_side_by_side_are_joined_whatever_their_order_in_the_volume() {
    assertThat(places(100, at(ONE, 70, 10), at(ONE, 50, 20), at(ONE, 80, 5), at(ONE, 90, 5)))
        .containsExactly(
            List.of(at(ONE, 50, 20), at(ONE, 70, 10), at(ONE, 80, 5)), List.of(at(ONE, 90, 5)));
  }

  @Test
  void packs_are_read_in_the_order_in_which_the_volume_needs_them() {
    assertThat(places(100, at(ONE, 0, 5), at(TWO, 0, 5), at(ONE, 5, 5)))
        .containsExactly(List.of(at(ONE, 0, 5), at(ONE, 5, 5)), List.of(at(TWO, 0, 5)));
  }

  @Test
  void what_a_volume_has_twice_is_read_once() {
    assertThat(places(10, at(ONE, 0, 5), at(ONE, 5, 5), at(ONE, 0, 5)))
        .containsExactly(List.of(at(ONE, 0, 5), at(ONE, 0, 5), at(ONE, 5, 5)));
  }

  @Test
  void no_more_are_joined_than_there_is_room_for() {
    assertThat(places(10, at(ONE, 0, 5), at(ONE, 5, 5), at(ONE, 10, 20), at(ONE, 30, 5)))
        .containsExactly(
            List.of(at(ONE, 0, 5), at(ONE, 5, 5)),
            List.of(at(ONE, 10, 20)),
            List.of(at(ONE, 30, 5)));
  }

  private static ChunkLocation at(PackId pack, int offset, int bytes) {
    return new ChunkLocation(pack, PackKind.DATA, offset, bytes, bytes);
  }

  private static List<List<ChunkLocation>> places(int maxBytes, ChunkLocation... places) {
    List<PlacedChunk> chunks =
        List.of(places).stream()
            .map(place -> new PlacedChunk(new ByteRange(0, 5), ChunkId.ZERO, place))
            .toList();
    return PlacedChunk.neighbours(chunks, maxBytes).stream()
        .map(joined -> joined.stream().map(PlacedChunk::place).toList())
        .toList();
  }
}
