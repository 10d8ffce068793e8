package io.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "512b, 512",
    "1k, 1024",
    "10G, 10737418240",
    "10GiB, 10737418240",
    "10 GB, 10000000000",
    "1.5T, 1649267441664",
    "7P, 7881299347898368"
  })
  void reads_what_people_write(String text, long bytes) {
    assertThat(new Sizes().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "-10G", "10Q", "G", "1e9", "0x10", "ten", "10 G B", "99999P"})
  void refuses_what_is_no_size(String text) {
    assertThatThrownBy(() -> new Sizes().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "10737418240, 10 GiB",
    "1073741823, 1 GiB",
    "123456789, 118 MiB",
    "9223372036854775807, 8192 PiB"
  })
  void prints_three_figures_at_most(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }

  @Test
  void prints_rates_in_powers_of_a_thousand() {
    assertThat(Sizes.rate(118_400_000)).isEqualTo("118 MB/s");
    assertThat(Sizes.rate(1_250_000)).isEqualTo("1.3 MB/s");
  }
}
