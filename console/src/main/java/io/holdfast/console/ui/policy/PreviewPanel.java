package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.holdfast.console.policy.PolicyPreview;
import io.holdfast.console.policy.PolicyPreview.AfterYear;
import io.holdfast.console.policy.Retention.Verdict;
import io.holdfast.console.policy.Schedule;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the policy in the editor would do, said before it is saved. */
final class PreviewPanel extends Aside {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient Moments moments;
  private final Notice refusal = Notice.forRefusals();
  private final RunWeek week = new RunWeek();
  private final RunCalendar calendar = new RunCalendar();
  private final Span words = new Span();
  private final Div runs = new Div();
  private final Div volumes = new Div();
  private final Div stay = new Div();
  private final Div sections = new Div();
  private transient @Nullable Shown shown;

  /** What unfolded sections and a screen reader are not to be disturbed for when it is the same. */
  private record Shown(PolicyPreview preview, String cron, ZoneId zone, Instant hour) {}

  PreviewPanel(Moments moments) {
    this.moments = moments;
    addClassNames("preview", "panel");
    setTestId("preview");
    words.addClassName("preview-words");
    words.setTestId("preview-words");
    runs.addClassName("links");
    runs.setTestId("preview-runs");
    sections.addClassName("preview-sections");
    sections.getElement().setAttribute("aria-live", "polite");
    sections.add(
        section("policy.preview.when", words, runs, week, calendar),
        section("policy.preview.what", volumes),
        section("policy.preview.stay", stay));
    add(new H2(Texts.of("policy.preview")), refusal, sections);
  }

  private static Section section(String key, Component... content) {
    Section section = new Section(new H3(Texts.of(key)));
    section.add(content);
    return section;
  }

  /** Says why what is in the editor would be refused; what was shown before is dimmed. */
  void refuse(Refusal why) {
    refusal.show(why);
    sections.addClassName("preview-stale");
  }

  void show(PolicyPreview preview, Schedule schedule) {
    refusal.clear();
    sections.removeClassName("preview-stale");
    Shown now =
        new Shown(
            preview, schedule.cron(), schedule.zone(), Instant.now().truncatedTo(ChronoUnit.HOURS));
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    words.setText(ScheduleWords.of(schedule.cron(), schedule.zone().getId()));
    runs.removeAll();
    preview.nextRuns().forEach(at -> runs.add(run(at)));
    week.show(schedule, preview.window(), Instant.now());
    calendar.show(schedule, Instant.now());
    volumes(preview);
    stay(preview);
  }

  private Span run(Instant at) {
    Span run = new Span(moments.exactly(at));
    run.addClassName("quiet");
    return run;
  }

  private void volumes(PolicyPreview preview) {
    volumes.removeAll();
    volumes.add(
        preview.volumeCount() == 0
            ? Notice.of(
                Tone.WARNING,
                Texts.of("policy.preview.no-volume"),
                Texts.of("policy.preview.no-volume.next"))
            : new Span(Texts.of("volume.count", preview.volumeCount())));
    if (preview.volumeCount() > 0) {
      UnorderedList list = lines();
      preview
          .volumes()
          .forEach(volume ->
              list.add(
                  line(
                      volume.name(),
                      volume.backend() + " · " + Sizes.shortly(volume.sizeBytes()))));
      int more = preview.volumeCount() - preview.volumes().size();
      if (more > 0) {
        list.add(new ListItem(Texts.of("overview.more", more)));
      }
      volumes.add(folded(Texts.of("policy.preview.volumes"), list));
    }
  }

  private void stay(PolicyPreview preview) {
    stay.removeAll();
    AfterYear year = preview.afterYear();
    stay.add(
        new Span(
            Texts.of(
                year.complete() ? "policy.preview.year" : "policy.preview.year.part",
                year.made(),
                year.stay().size())));
    UnorderedList list = lines();
    year.stay().stream()
        .limit(SHOWN)
        .forEach(verdict ->
            list.add(line(moments.exactly(verdict.backup().moment()), reasons(verdict))));
    if (year.stay().size() > SHOWN) {
      list.add(new ListItem(Texts.of("overview.more", year.stay().size() - SHOWN)));
    }
    stay.add(folded(Texts.of("policy.preview.year.which"), list));
    if (!preview.backups().isEmpty()) {
      stay.add(now(preview.drops()), folded(Texts.of("policy.preview.now"), judged(preview)));
    }
  }

  private static Notice now(int drops) {
    return drops == 0
        ? Notice.of(Tone.GOOD, Texts.of("policy.preview.drops.none"), "")
        : Notice.of(
            Tone.WARNING,
            Texts.of("policy.preview.drops", drops),
            Texts.of("policy.preview.drops.next"));
  }

  private UnorderedList judged(PolicyPreview preview) {
    UnorderedList list = lines();
    List<Verdict> dropsFirst =
        preview.backups().stream()
            .sorted(java.util.Comparator.comparing(Verdict::stays))
            .limit(SHOWN)
            .toList();
    for (Verdict verdict : dropsFirst) {
      ListItem line =
          line(
              verdict.backup().volumeName() + ", " + moments.ago(verdict.backup().moment()),
              reasons(verdict));
      line.add(
          (verdict.stays()
                  ? new Mark(Tone.GOOD, Texts.of("policy.preview.stays"))
                  : new Mark(Tone.WARNING, Texts.of("policy.preview.goes")))
              .badge());
      list.add(line);
    }
    return list;
  }

  private static String reasons(Verdict verdict) {
    return verdict.reasons().stream().map(Sentences::of).collect(Collectors.joining("; "));
  }

  private static UnorderedList lines() {
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    return list;
  }

  private static ListItem line(String main, String more) {
    Span first = new Span(main);
    first.addClassName("cell-main");
    Span second = new Span(more);
    second.addClassNames("reason", "quiet");
    Div text = new Div(first, second);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text);
    line.addClassName("line");
    return line;
  }

  private static Details folded(String title, Component content) {
    Details folded = new Details(title, content);
    folded.setWidthFull();
    return folded;
  }
}
