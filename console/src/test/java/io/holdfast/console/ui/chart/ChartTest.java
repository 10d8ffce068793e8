package io.holdfast.console.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ChartTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 7, 12, 99, 1000, 123_456, 5_000_000_000L, 7_000_000_000_000L})
  void an_axis_has_few_round_steps_and_room_for_all(long most) {
    for (Scale scale : Scale.values()) {
      List<Tick> ticks = scale.ticks(most);
      assertThat(ticks).hasSizeBetween(2, 6);
      assertThat(ticks.getFirst().at()).isZero();
      assertThat(ticks.getLast().at()).isEqualTo(1);
      assertThat(scale.end(most)).isGreaterThanOrEqualTo(most).isPositive();
    }
  }

  @Test
  void counts_have_no_fractions() {
    assertThat(Scale.COUNT.ticks(3)).extracting(Tick::text).containsExactly("0", "1", "2", "3");
    assertThat(Scale.COUNT.ticks(15)).extracting(Tick::text).containsExactly("0", "5", "10", "15");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 24, 26, 72, 24 * 30, 24 * 400})
  void an_axis_of_time_has_few_ticks_within_it(long hours) {
    Instant from = Instant.parse("2026-10-24T07:13:00Z");
    List<Tick> ticks = new TimeAxis(from, from.plus(Duration.ofHours(hours)), BERLIN).ticks();
    assertThat(ticks).hasSizeBetween(1, 13).allMatch(tick -> tick.at() >= 0 && tick.at() <= 1);
    assertThat(ticks).extracting(Tick::at).isSorted();
  }

  @Test
  void a_drawing_is_sound_and_escapes_what_it_is_told() {
    Picture picture =
        Picture.days(
            LocalDate.of(2026, 11, 1).datesUntil(LocalDate.of(2026, 11, 4)).toList(),
            Scale.COUNT,
            List.of(
                new Series("<good> & \"well\"", Look.GOOD, List.of(3L, 0L, 2L)),
                new Series("bad", Look.BAD, List.of(1L, 0L, 0L))));
    Document drawing = parse(Drawing.of(picture, "p-"));
    NodeList surfaces = drawing.getElementsByTagName("rect");
    // Two of them belong to the patterns; a value of nothing has no surface.
    assertThat(surfaces.getLength()).isEqualTo(2 + 3);
    assertThat(drawing.getElementsByTagName("text").getLength()).isEqualTo(2);
    assertThat(new Markup().element("b", "<&\">", "title", "\"<").toString())
        .isEqualTo("<b title=\"&quot;&lt;\">&lt;&amp;&quot;&gt;</b>");
  }

  @Test
  void a_line_breaks_where_nothing_was_written_down() {
    List<Picture.Point> points =
        List.of(0.0, 0.1, 0.2, 0.3, 0.9, 1.0).stream()
            .map(at -> new Picture.Point(at, "then"))
            .toList();
    Picture picture =
        new Picture(
            Picture.Form.LINES,
            points,
            List.of(new Series("stored", Look.FIRST, List.of(1L, 2L, 3L, 4L, 5L, 6L))),
            List.of(),
            Scale.COUNT,
            6);
    NodeList paths = parse(Drawing.of(picture, "p-")).getElementsByTagName("path");
    Element line = (Element) paths.item(paths.getLength() - 1);
    assertThat(line.getAttribute("class")).contains("chart-line");
    assertThat(line.getAttribute("d").chars().filter(c -> c == 'M').count()).isEqualTo(2);
  }

  private static Document parse(String markup) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(markup)));
    } catch (Exception e) {
      throw new AssertionError(markup, e);
    }
  }
}
