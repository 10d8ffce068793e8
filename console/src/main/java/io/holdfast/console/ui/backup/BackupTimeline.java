package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moments along a line, the oldest first, each a radio button of the browser: the arrow keys move
 * from one to the next. Distances follow time, but no two moments come too close to be hit.
 */
final class BackupTimeline extends Div {

  private static final long serialVersionUID = 1L;

  /** Share of the line that is spread evenly, so that neighbours stay apart. */
  private static final double EVEN = 0.7;

  /** What of a moment can change its looks. */
  private record Drawn(UUID backup, boolean damaged) {}

  private final transient Moments moments;
  private final transient Consumer<Backup> chosen;
  private final String group = "moments-" + UUID.randomUUID();
  private final Map<UUID, Element> radios = new LinkedHashMap<>();
  private final Div line = new Div();
  private final Div ends = new Div();
  private transient List<Drawn> drawn = List.of();

  BackupTimeline(Moments moments, Consumer<Backup> chosen) {
    this.moments = moments;
    this.chosen = chosen;
    addClassName("timeline");
    setTestId("timeline");
    line.addClassName("timeline-line");
    line.getElement().setAttribute("role", "radiogroup");
    line.getElement().setAttribute("aria-label", Texts.of("timeline.label"));
    ends.addClassName("timeline-ends");
    ends.getElement().setAttribute("aria-hidden", "true");
    add(line, ends);
  }

  /**
   * Shows these.
   *
   * @param newestFirst by the moments that they hold
   * @param selected its id; {@code null}: none
   */
  void show(List<Backup> newestFirst, @Nullable UUID selected) {
    List<Backup> shown = newestFirst.reversed();
    // What stays is left alone: drawing it anew would take the cursor away.
    List<Drawn> wanted =
        shown.stream().map(backup -> new Drawn(backup.id(), backup.isDamaged())).toList();
    if (!drawn.equals(wanted)) {
      drawn = wanted;
      draw(shown);
    }
    Element radio = radios.get(selected);
    if (radio != null) {
      radio.executeJs("this.checked = true");
    }
  }

  private void draw(List<Backup> shown) {
    radios.clear();
    line.getElement().removeAllChildren();
    ends.removeAll();
    setVisible(!shown.isEmpty());
    for (int i = 0; i < shown.size(); i++) {
      String place = Math.round(place(shown, i) * 10_000) / 100.0 + "%";
      String name = BackupMarks.moment(shown.get(i), moments);
      Element radio = moment(shown.get(i), name, place);
      radios.put(shown.get(i).id(), radio);
      line.getElement().appendChild(radio, tip(name, place));
    }
    if (!shown.isEmpty()) {
      ends.add(new Span(moments.date(shown.getFirst().dataTimestamp())));
    }
    if (shown.size() > 1) {
      ends.add(new Span(moments.date(shown.getLast().dataTimestamp())));
    }
  }

  private Element moment(Backup backup, String name, String place) {
    Element radio = new Element("input");
    radio.setAttribute("type", "radio");
    radio.setAttribute("name", group);
    radio.setAttribute("aria-label", name);
    radio.getClassList().add(backup.incremental() ? "incremental" : "full");
    radio.getClassList().set("damaged", backup.isDamaged());
    radio.getStyle().set("inset-inline-start", place);
    radio.addEventListener("change", event -> chosen.accept(backup));
    return radio;
  }

  /** The tooltip of a moment, as charts have them: by mouse, touch and keyboard. */
  private static Element tip(String name, String place) {
    Element tip = new Element("span");
    tip.setAttribute("class", "chart-tip");
    tip.setAttribute("aria-hidden", "true");
    tip.getStyle().set("--at", place);
    tip.setText(name);
    return tip;
  }

  /** From 0 to 1. */
  private static double place(List<Backup> shown, int index) {
    int last = shown.size() - 1;
    if (last == 0) {
      return 0.5;
    }
    long begin = shown.getFirst().dataTimestamp().toEpochMilli();
    long span = shown.getLast().dataTimestamp().toEpochMilli() - begin;
    double even = (double) index / last;
    if (span == 0) {
      return even;
    }
    double timely = (double) (shown.get(index).dataTimestamp().toEpochMilli() - begin) / span;
    return EVEN * even + (1 - EVEN) * timely;
  }
}
