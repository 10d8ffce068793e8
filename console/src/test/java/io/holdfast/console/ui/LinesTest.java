package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.internal.StateNode;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays of a list of lines, in the browser too, while what it shows changes. */
@ViewPackages(packages = "io.holdfast.console.testing")
class LinesTest extends BrowserlessTest {

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:00Z");

  private record Thing(String id, String name, Instant since) {

    Thing(String id) {
      this(id, "named " + id, THEN);
    }
  }

  private final class Things extends Lines<Thing> {

    private static final long serialVersionUID = 1L;

    Things() {
      super(shown, Thing::id, none("nothing"));
    }

    @Override
    protected Line<Thing> line(Signal<Thing> thing) {
      Line<Thing> line =
          new Line<>(thing)
              .name(Thing::name)
              .more(it -> moments.ago(it.since()))
              .mark(it -> new Mark(Tone.GOOD, it.name()));
      line.add(new Button("ask", click -> asked.add(thing.peek())));
      return line;
    }
  }

  /** The second is there so that it shows what has not changed, as all is read once a minute. */
  private record Read(List<Thing> things, int times) {}

  private final ValueSignal<Read> read = new ValueSignal<>(new Read(things("a", "b", "c", "d"), 0));
  private final Signal<List<Thing>> shown = read.map(Read::things);
  private final List<Thing> asked = new ArrayList<>();
  private Instant now = THEN.plus(Duration.ofMinutes(5));
  private final Moments moments = new Moments(ZoneOffset.UTC, () -> now);
  private final Things list = new Things();

  @BeforeEach
  void show_four() {
    UI.getCurrent().add(list);
    Sent.now();
  }

  @Test
  void a_line_stays_when_another_changes_and_the_browser_is_told_of_that_alone() {
    List<Component> before = lines();

    show(new Thing("a"), new Thing("b", "new", THEN), new Thing("c"), new Thing("d"));

    assertThat(lines()).isEqualTo(before);
    assertThat(says(before.get(1))).contains("new").doesNotContain("named b");
    assertThat(Sent.now()).isNotEmpty().allMatch(element -> isIn(before.get(1), element));
  }

  @Test
  void what_has_the_focus_stays_in_a_line_that_changes_and_acts_on_what_it_is_now() {
    Button button = button(lines().get(1));

    Thing renamed = new Thing("b", "new", THEN);
    show(new Thing("a"), renamed, new Thing("c"), new Thing("d"));

    assertThat(button(lines().get(1))).isSameAs(button);
    button.click();
    assertThat(asked).containsExactly(renamed);
  }

  @Test
  void the_others_stay_when_one_comes_before_them() {
    List<Component> before = lines();

    show(things("new", "a", "b", "c", "d"));

    assertThat(lines()).hasSize(5).endsWith(before.toArray(Component[]::new));
    assertThat(says(lines().getFirst())).contains("named new");
  }

  @Test
  void the_others_stay_when_one_goes() {
    List<Component> before = lines();

    show(things("a", "c", "d"));

    assertThat(lines()).containsExactly(before.get(0), before.get(2), before.get(3));
  }

  @Test
  void the_others_are_not_taken_out_when_one_moves_up_or_down() {
    List<Component> before = lines();
    List<Component> takenOut = new ArrayList<>();
    before.forEach(line -> line.addDetachListener(event -> takenOut.add(line)));

    show(things("d", "a", "b", "c"));
    assertThat(lines()).containsExactly(before.get(3), before.get(0), before.get(1), before.get(2));
    assertThat(takenOut).containsOnly(before.get(3));

    show(things("a", "b", "c", "d"));
    assertThat(lines()).isEqualTo(before);
    assertThat(takenOut).containsOnly(before.get(3));
  }

  @Test
  void the_lines_are_in_order_whatever_comes_goes_and_moves_at_once() {
    List<List<Thing>> orders =
        List.of(
            things("d", "c", "b", "a"),
            things("b", "x", "d", "y", "a"),
            things("y", "c", "a"),
            things(),
            things("a", "c"),
            things("c", "b", "d", "a", "x"),
            things("x", "d", "b"));
    for (List<Thing> order : orders) {
      show(order);
      assertThat(lines().stream().map(LinesTest::says))
          .zipSatisfy(order, (words, thing) -> assertThat(words).contains(thing.name()));
    }
  }

  @Test
  void nothing_is_sent_while_all_says_the_same() {
    show(things("a", "b", "c", "d"));

    assertThat(Sent.now()).isEmpty();
  }

  @Test
  void a_line_says_how_long_ago_it_was_a_minute_later_and_stays() {
    List<Component> before = lines();
    assertThat(says(before.getFirst())).contains("5 minutes ago");

    now = now.plus(Duration.ofMinutes(1));
    show(things("a", "b", "c", "d"));

    assertThat(lines()).isEqualTo(before);
    assertThat(says(before.getFirst())).contains("6 minutes ago");
  }

  @Test
  void words_stand_there_instead_while_there_is_nothing() {
    Span none = (Span) list.getChildren().findFirst().orElseThrow();
    assertThat(none.isVisible()).isFalse();

    show(things());

    assertThat(none.isVisible()).isTrue();
    assertThat(lines()).isEmpty();
  }

  private static List<Thing> things(String... ids) {
    return Stream.of(ids).map(Thing::new).toList();
  }

  private void show(Thing... things) {
    show(List.of(things));
  }

  private void show(List<Thing> things) {
    read.set(new Read(things, read.peek().times() + 1));
  }

  private List<Component> lines() {
    return list.getChildren().toList().get(1).getChildren().toList();
  }

  private static Button button(Component line) {
    return line.getChildren()
        .filter(Button.class::isInstance)
        .map(Button.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String says(Component line) {
    return line.getElement().getTextRecursively();
  }

  /** What has changed for the browser since it was last asked. */
  private static boolean isIn(Component line, StateNode node) {
    for (StateNode at = node; at != null; at = at.getParent()) {
      if (at == line.getElement().getNode()) {
        return true;
      }
    }
    return false;
  }
}
