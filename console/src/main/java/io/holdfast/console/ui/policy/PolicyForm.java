package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.policy.PolicyRequest;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Places;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.PolicyTerms;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a policy, and whether they say something else than at first. */
final class PolicyForm extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Places places;
  private final TextField name = new TextField(Texts.of("common.name"));
  private final Select<Places.Place> project;
  private final Checkbox enabled = new Checkbox(Texts.of("policy.enabled"));
  private final ScheduleFields schedule;
  private final Span words = new Span();
  private final RunFields runs;
  private final CoverFields cover;
  private final Select<Places.Place> repository;
  private final KeepFields keep;
  private final Notice refusal = Notice.forRefusals();
  private transient @Nullable PolicyRequest opened;

  /**
   * @param onChange runs at each change, once something is shown
   */
  PolicyForm(Caller caller, Places places, VolumesService volumes, Runnable onChange) {
    this.places = places;
    Runnable changed =
        () -> {
          if (opened != null) {
            refusal.clear();
            onChange.run();
          }
        };
    this.project = places.projectsOrEvery(caller);
    this.repository = places.repositories(caller);
    this.schedule = new ScheduleFields(changed);
    this.runs = new RunFields(changed);
    this.cover = new CoverFields(caller, volumes, changed);
    this.keep = new KeepFields(changed);
    addClassName("editor-form");
    name.setMaxLength(255);
    name.setTestId("name");
    name.setRequired(true);
    name.setValueChangeMode(ValueChangeMode.LAZY);
    words.addClassName("schedule-words");
    words.setTestId("schedule-words");
    runs.addComponentAsFirst(repository);
    Div fields = new Div(name, project, enabled);
    fields.addClassName("fields");
    add(
        refusal,
        section("policy.editor.policy", fields),
        section("policy.editor.when", schedule, words),
        section("policy.covers", cover),
        section("policy.keep", new Paragraph(Texts.of("policy.keep.help")), keep),
        section("policy.editor.how", runs));
    List.<HasValue<?, ?>>of(name, project, repository)
        .forEach(field -> field.addValueChangeListener(change -> changed.run()));
  }

  private static Section section(String key, Component... content) {
    Section section = new Section(new H2(Texts.of(key)));
    section.addClassName("panel");
    section.add(content);
    return section;
  }

  /** A policy that is not there yet: every night, in the zone of who makes it. */
  void showNew(ZoneId zone) {
    schedule.show("0 2 * * *", zone.getId());
    enabled.setValue(true);
    keep.show(new Keep(0, 0, 7, 4, 12, 0));
    name.focus();
    opened = request();
  }

  void show(PolicyView now) {
    PolicyTerms terms = now.policy().terms();
    name.setValue(terms.name());
    places.choose(project, terms.projectId(), now.policy().projectName());
    places.choose(repository, terms.repositoryId(), now.policy().repositoryName());
    schedule.show(terms.cron(), terms.timeZone());
    enabled.setValue(terms.enabled());
    runs.show(terms);
    cover.show(terms.cover());
    keep.show(terms.keep());
    opened = request();
  }

  boolean isChanged() {
    try {
      return !request().equals(opened);
    } catch (Refusal unreadable) {
      return true;
    }
  }

  /**
   * What the fields say.
   *
   * @throws Refusal when a field cannot be read
   */
  PolicyRequest request() {
    return request(name.getValue());
  }

  /** The same; a name that is still missing is no reason not to look what it would do. */
  PolicyRequest draft() {
    return request(name.getValue().isBlank() ? "-" : name.getValue());
  }

  private PolicyRequest request(String called) {
    Fields.mustBeReadable(this);
    return new PolicyRequest(
        project.getValue().id(),
        called,
        enabled.getValue(),
        schedule.cron(),
        schedule.timeZone(),
        runs.missed(),
        runs.window(),
        runs.jitter(),
        runs.fullEvery(),
        repository.getValue().id(),
        runs.maxRunning(),
        cover.cover(),
        keep.keep());
  }

  /** What the schedule says, in words; empty: nothing that can be said. */
  void say(String scheduleWords) {
    words.setText(scheduleWords);
  }

  /** Stays until something is typed. */
  void refuse(Refusal why) {
    refusal.show(why);
    refusal.scrollIntoView();
  }

  void clearRefusal() {
    refusal.clear();
  }
}
