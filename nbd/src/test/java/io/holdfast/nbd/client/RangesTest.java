package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.NbdExtent;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangesTest {
  private final Ranges ranges = new Ranges(1000, new BlockSizes(512, 4096, 1 << 20));

  @Test
  void whole_blocks_and_the_tail_are_allowed() {
    ranges.check("Read", 0, 512);
    ranges.check("Read", 0, 1000);
    ranges.check("Read", 512, 488);
    ranges.check("Read", 0, 0);
  }

  @Test
  void cut_blocks_are_refused() {
    assertThatThrownBy(() -> ranges.check("Read", 1, 512)).hasMessageContaining("blocks of 512");
    assertThatThrownBy(() -> ranges.check("Read", 512, 487)).hasMessageContaining("blocks of 512");
  }

  @Test
  void what_is_outside_is_refused() {
    assertThatThrownBy(() -> ranges.check("Read", -512, 512)).hasMessageContaining("outside");
    assertThatThrownBy(() -> ranges.check("Read", 512, 489)).hasMessageContaining("outside");
    assertThatThrownBy(() -> ranges.check("Read", 1024, 0)).hasMessageContaining("outside");
    assertThatThrownBy(() -> ranges.check("Read", 512, Long.MAX_VALUE))
        .hasMessageContaining("outside");
    assertThatThrownBy(() -> ranges.check("Read", 512, -1)).hasMessageContaining("outside");
  }

  @Test
  void neighbouring_extents_of_one_kind_are_joined() {
    JoinedExtents joined = new JoinedExtents();
    joined.addAll(List.of(NbdExtent.data(0, 5), NbdExtent.data(5, 5), NbdExtent.hole(10, 5)));
    joined.addAll(List.of(NbdExtent.hole(15, 5)));
    assertThat(joined.list()).containsExactly(NbdExtent.data(0, 10), NbdExtent.hole(10, 10));
  }
}
