package io.holdfast.console.ui.chart;

import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What values are counted in, and how they are put into words. */
public enum Scale {
  COUNT(Texts::number),
  BYTES(Sizes::shortly),
  BYTES_PER_SECOND(Sizes::speed);

  private static final int MOST_STEPS = 4;

  private final LongFunction<String> words;

  Scale(LongFunction<String> words) {
    this.words = words;
  }

  String words(long value) {
    return words.apply(value);
  }

  /** The end of an axis that has room for a value: a few round steps. */
  long end(long most) {
    long step = step(most);
    return Math.max(step, Math.ceilDiv(most, step) * step);
  }

  List<Tick> ticks(long most) {
    long step = step(most);
    long end = end(most);
    List<Tick> ticks = new ArrayList<>();
    for (long value = 0; value <= end; value += step) {
      ticks.add(new Tick((double) value / end, tick(value, end), false));
    }
    return ticks;
  }

  /** All ticks of an axis are in one unit, that of its end. */
  private String tick(long value, long end) {
    String words =
        value == 0 || this == COUNT ? COUNT.words(value) : Sizes.in(Sizes.unit(end), value);
    return value != 0 && this == BYTES_PER_SECOND ? Texts.of("size.speed", words) : words;
  }

  /** 1, 2 or 5 times a power of ten of the unit that it is written in. */
  private long step(long most) {
    long unit = this == COUNT ? 1 : Sizes.unit(Math.max(most, 1024));
    double least = Math.max((double) most / MOST_STEPS, this == COUNT ? 1 : 1024) / unit;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int times : new int[] {1, 2, 5}) {
      if (times * power >= least) {
        return Math.round(times * power * unit);
      }
    }
    return Math.round(10 * power * unit);
  }
}
