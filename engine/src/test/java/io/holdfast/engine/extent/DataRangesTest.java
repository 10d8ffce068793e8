package io.holdfast.engine.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataRangesTest {
  @Test
  void neighbours_are_joined() {
    var ranges =
        ranges(100, 300, Extent.data(100, 50), Extent.data(150, 50), Extent.zero(200, 100));
    assertThat(ranges.within(new ByteRange(100, 200), 1)).containsExactly(new ByteRange(100, 100));
    assertThat(ranges.isEmpty()).isFalse();
  }

  @Test
  void zeros_are_nothing_to_read() {
    var ranges = ranges(0, 100, Extent.zero(0, 100));
    assertThat(ranges.isEmpty()).isTrue();
    assertThat(ranges.within(new ByteRange(0, 100), 1)).isEmpty();
  }

  @Test
  void borders_are_widened_but_not_beyond_the_part() {
    var ranges =
        ranges(
            0,
            1000,
            Extent.zero(0, 70),
            Extent.data(70, 5),
            Extent.zero(75, 900),
            Extent.data(975, 25));
    assertThat(ranges.within(new ByteRange(64, 64), 32)).containsExactly(new ByteRange(64, 32));
    assertThat(ranges.within(new ByteRange(960, 40), 32)).containsExactly(new ByteRange(960, 40));
  }

  @Test
  void every_byte_of_data_is_in_some_part_and_widened_parts_do_not_overlap() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      boolean[] data = new boolean[2000];
      List<Extent> extents = new ArrayList<>();
      for (int at = 0; at < data.length; ) {
        int length = Math.min(data.length - at, 1 + random.nextInt(150));
        boolean isData = random.nextBoolean();
        extents.add(isData ? Extent.data(at, length) : Extent.zero(at, length));
        Arrays.fill(data, at, at + length, isData);
        at += length;
      }
      var ranges = DataRanges.of(new ByteRange(0, data.length), extents);
      boolean[] read = new boolean[data.length];
      for (int at = 0; at < data.length; at += 256) {
        var part = new ByteRange(at, Math.min(256, data.length - at));
        for (ByteRange range : ranges.within(part, 64)) {
          for (long i = range.offsetBytes(); i < range.endBytes(); i++) {
            assertThat(read[(int) i]).isFalse();
            read[(int) i] = true;
          }
        }
      }
      for (int i = 0; i < data.length; i++) {
        assertThat(read[i] || !data[i]).isTrue();
      }
    }
  }

  @Test
  void a_source_that_leaves_something_out_is_not_believed() {
    for (List<Extent> wrong :
        List.of(
            List.<Extent>of(),
            List.of(Extent.data(0, 99)),
            List.of(Extent.data(0, 101)),
            List.of(Extent.data(0, 40), Extent.data(50, 50)),
            List.of(Extent.data(0, 60), Extent.data(50, 50)),
            List.of(Extent.data(10, 90)))) {
      assertThatThrownBy(() -> DataRanges.of(new ByteRange(0, 100), wrong))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static DataRanges ranges(long start, long end, Extent... extents) {
    return DataRanges.of(new ByteRange(start, end - start), List.of(extents));
  }
}
