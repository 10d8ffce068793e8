package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.signals.local.ValueSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@ViewPackages(packages = "io.holdfast.console.testing")
class FactsTest extends BrowserlessTest {

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:00Z");

  /** Read again and again, as with everything that changes elsewhere. */
  private record Thing(String name, long bytes, int reading) {}

  @Test
  void facts_that_say_the_same_are_left_alone_so_that_marked_text_stays_marked() {
    ValueSignal<Thing> thing = new ValueSignal<>(new Thing("one", 10, 1));
    Moments moments = new Moments(ZoneOffset.UTC, () -> THEN.plus(Duration.ofMinutes(5)));
    UI.getCurrent()
        .add(
            new Facts<>(thing, moments)
                .text("Name", Thing::name)
                .code("Id", Thing::name)
                .size("Size", Thing::bytes)
                .moment("Made", _ -> THEN)
                .mark("State", it -> new Mark(Tone.GOOD, it.name())));
    Sent.now();

    thing.set(new Thing("one", 10, 2));
    assertThat(Sent.now()).isEmpty();

    thing.set(new Thing("one", 11, 3));
    assertThat(Sent.now()).isNotEmpty();
  }
}
