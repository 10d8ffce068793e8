package io.holdfast.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.history.CapacitySample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ForecastTest {

  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final long GIB = 1L << 30;

  /** A sample each six hours. */
  private static List<CapacitySample> samples(int count, IntFunction<@Nullable Long> free) {
    return IntStream.range(0, count)
        .mapToObj(i -> new CapacitySample(at(i), 0, 0, free.apply(i)))
        .toList();
  }

  private static Instant at(int i) {
    return BEGIN.plus(Duration.ofHours(6L * i));
  }

  @Test
  void what_shrinks_evenly_is_full_when_it_says() {
    // 40 samples are 9.75 days; a GiB goes with each, 60 are left.
    assertThat(Forecast.of(samples(40, i -> (99L - i) * GIB), at(39)))
        .hasValueSatisfying(forecast -> {
          assertThat(forecast.fullIn()).isEqualTo(Duration.ofDays(15));
          assertThat(forecast.past()).isEqualTo(Duration.ofHours(234));
        });
  }

  @Test
  void one_large_deletion_does_not_turn_the_outlook_around() {
    assertThat(Forecast.of(samples(40, i -> (i < 35 ? 99L - i : 149L - i) * GIB), at(39)))
        .hasValueSatisfying(
            forecast -> assertThat(forecast.fullIn()).isGreaterThan(Duration.ofDays(15)));
  }

  @Test
  void nothing_is_said_of_a_short_past_or_of_room_that_does_not_shrink() {
    assertThat(Forecast.of(samples(7, i -> (99L - i) * GIB), at(6))).as("few samples").isEmpty();
    assertThat(Forecast.of(samples(11, i -> (99L - i) * GIB), at(10))).as("2.5 days").isEmpty();
    assertThat(Forecast.of(samples(40, i -> 99 * GIB), at(39))).as("even").isEmpty();
    assertThat(Forecast.of(samples(40, i -> (99L + i) * GIB), at(39))).as("grows").isEmpty();
    assertThat(Forecast.of(samples(40, i -> null), at(39))).as("nobody looked").isEmpty();
    assertThat(Forecast.of(samples(40, i -> 9000 * GIB - i * GIB), at(39)))
        .as("six years off, from ten days")
        .isEmpty();
  }

  @Test
  void what_should_be_full_already_is_full_now() {
    assertThat(Forecast.of(samples(40, i -> (39L - i) * GIB), at(60)))
        .hasValueSatisfying(forecast -> assertThat(forecast.fullIn()).isZero());
  }
}
