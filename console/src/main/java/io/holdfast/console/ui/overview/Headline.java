package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.Words;
import io.holdfast.schema.overview.Overview;
import java.util.List;
import java.util.function.Function;

/** The answer to "is everything protected?", and the figures behind it, each a way to its list. */
final class Headline extends Section {

  private static final long serialVersionUID = 1L;

  Headline(Signal<OverviewReader.Shown> now) {
    addClassName("headline");
    setTestId("headline");
    add(answer(now), figures(now.map(OverviewReader.Shown::figures)));
  }

  private static Div answer(Signal<OverviewReader.Shown> now) {
    Signal<Mark> mark = Words.of(now, Headline::verdict);
    Span icon = new Span();
    icon.getElement().setAttribute("aria-hidden", "true");
    icon.bindClassNames(
        mark.map(it -> List.of((it.tone().icon().classNames() + " verdict-icon").split(" "))));
    Span text = new Span();
    text.addClassName("verdict-text");
    text.bindText(mark.map(Mark::text));
    Span more = new Span();
    more.addClassName("verdict-more");
    more.bindText(mark.map(Mark::hint));
    Div answer = new Div(icon, new Div(text, more));
    answer.addClassName("verdict");
    answer.bindClassNames(mark.map(it -> List.of(it.tone().className())));
    answer.getElement().setAttribute("aria-live", "polite");
    return answer;
  }

  private static Mark verdict(OverviewReader.Shown shown) {
    Overview figures = shown.figures();
    String rule = Texts.of("overview.rule", Moments.lasting(shown.maximumAge()));
    if (figures.volumes() == 0) {
      return new Mark(
          Tone.QUIET, Texts.of("overview.verdict.empty"), Texts.of("overview.verdict.empty.next"));
    }
    if (figures.unprotectedVolumes() == 0) {
      return new Mark(Tone.GOOD, Texts.of("overview.verdict.good", figures.volumes()), rule);
    }
    return new Mark(
        Tone.WARNING,
        Texts.of("overview.verdict.bad", figures.unprotectedVolumes(), figures.volumes()),
        rule);
  }

  private static Div figures(Signal<Overview> now) {
    Div figures = new Div();
    figures.addClassName("figures");
    figures.add(
        figure(now, "overview.protected", "volumes", Tone.GOOD, Overview::protectedVolumes),
        figure(
            now,
            "overview.unprotected-count",
            "volumes?show=unprotected",
            Tone.WARNING,
            Overview::unprotectedVolumes),
        figure(
            now,
            "overview.running-count",
            "tasks?state=active",
            Tone.BUSY,
            it -> it.runningTasks() + it.queuedTasks()),
        figure(
            now,
            "overview.failed-count",
            "tasks?state=failed&ended=day",
            Tone.BAD,
            Overview::failedTasks));
    return figures;
  }

  private static Component figure(
      Signal<Overview> now, String key, String link, Tone tone, Function<Overview, Integer> value) {
    Span number = new Span();
    number.addClassName("figure-number");
    number.bindText(Words.of(now, it -> Texts.number(value.apply(it))));
    Span label = new Span(tone.icon().create(), new Span(Texts.of(key)));
    label.addClassName("figure-label");
    Anchor figure = new Anchor(link, number, label);
    figure.addClassName("figure");
    figure.setTestId(key);
    // Nothing to see there is not alarming.
    figure.bindClassNames(
        now.map(it -> value.apply(it) == 0 ? List.<String>of() : List.of(tone.className())));
    return figure;
  }
}
