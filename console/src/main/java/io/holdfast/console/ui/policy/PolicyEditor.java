package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.BeforeLeaveObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import com.vaadin.flow.router.RouteParameters;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.policy.PolicyPreview;
import io.holdfast.console.policy.PolicyRequest;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.policy.Schedule;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Page;
import io.holdfast.console.ui.Places;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Work;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.PolicyTerms;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes or changes a policy; beside it stands what it would do. */
@Route("policies/new")
@RouteAlias("policies/:id/edit")
@PermitAll
public class PolicyEditor extends Page implements BeforeEnterObserver, BeforeLeaveObserver {

  private static final long serialVersionUID = 1L;

  private final transient PoliciesService policies;
  private final transient Places places;
  private final TextField name = new TextField(Texts.of("common.name"));
  private final Select<Places.Place> project;
  private final Checkbox enabled = new Checkbox(Texts.of("policy.enabled"));
  private final ScheduleFields schedule = new ScheduleFields(this::preview);
  private final Span words = new Span();
  private final RunFields runs = new RunFields(this::preview);
  private final CoverFields cover;
  private final Select<Places.Place> repository;
  private final KeepFields keep = new KeepFields(this::preview);
  private final PreviewPanel panel = new PreviewPanel(moments());
  private final Notice refusal = Notice.forRefusals();
  private final Button save = new Button(Texts.of("common.save"), click -> save());
  private transient @Nullable PolicyView changed;
  private transient @Nullable PolicyRequest opened;
  private boolean showing = true;
  private boolean leaving;

  public PolicyEditor(
      PoliciesService policies, VolumesService volumes, Places places, LiveUpdates live) {
    super(live, Texts.of("policy.editor"));
    caller().mustOperate();
    this.policies = policies;
    this.places = places;
    this.project = places.projectsOrEvery(caller());
    this.repository = places.repositories(caller());
    this.cover = new CoverFields(caller(), volumes, this::preview);
    addClassName("editor");
    name.setMaxLength(255);
    name.setTestId("name");
    name.setRequired(true);
    name.setValueChangeMode(ValueChangeMode.LAZY);
    words.addClassName("schedule-words");
    words.setTestId("schedule-words");
    runs.addComponentAsFirst(repository);
    save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    save.setTestId("save");
    Button cancel = new Button(Texts.of("common.cancel"), click -> leave(id()));
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    addAction(cancel, save);
    Div form = new Div(refusal);
    form.addClassName("editor-form");
    form.add(
        section("policy.editor.policy", fields(name, project, enabled)),
        section("policy.editor.when", schedule, words),
        section("policy.covers", cover),
        section("policy.keep", new Paragraph(Texts.of("policy.keep.help")), keep),
        section("policy.editor.how", runs));
    Div columns = new Div(form, panel);
    columns.addClassName("editor-columns");
    add(columns);
    List.<HasValue<?, ?>>of(name, project, repository)
        .forEach(field -> field.addValueChangeListener(change -> preview()));
  }

  private static Div fields(Component... components) {
    Div fields = new Div(components);
    fields.addClassName("fields");
    return fields;
  }

  private static Section section(String key, Component... content) {
    Section section = new Section(new H2(Texts.of(key)));
    section.addClassName("panel");
    section.add(content);
    return section;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    changed =
        event
            .getRouteParameters()
            .get("id")
            .map(id -> policies.get(caller(), Ids.parse("policy", id)))
            .orElse(null);
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    PolicyView now = changed;
    if (now == null) {
      schedule.show("0 2 * * *", moments().zone().getId());
      enabled.setValue(true);
      keep.show(new Keep(0, 0, 7, 4, 12, 0));
      subtitle(Texts.of("policy.editor.new"));
      name.focus();
    } else {
      PolicyTerms terms = now.policy().terms();
      name.setValue(terms.name());
      places.choose(project, terms.projectId(), now.policy().projectName());
      places.choose(repository, terms.repositoryId(), now.policy().repositoryName());
      schedule.show(terms.cron(), terms.timeZone());
      enabled.setValue(terms.enabled());
      runs.show(terms);
      cover.show(terms.cover());
      keep.show(terms.keep());
      subtitle(terms.name());
    }
    showing = false;
    opened = request(name.getValue());
    preview();
  }

  /** What was typed in is not lost by a click elsewhere. */
  @Override
  public void beforeLeave(BeforeLeaveEvent event) {
    if (leaving || !isChanged()) {
      return;
    }
    var postponed = event.postpone();
    new ActionDialog(Texts.of("policy.editor.leave"), Texts.of("policy.editor.leave.confirm"))
        .destructive()
        .say(Texts.of("policy.editor.leave.text"))
        .leaveBy(Texts.of("policy.editor.stay"))
        .onConfirm(() -> postponed, BeforeLeaveEvent.ContinueNavigationAction::proceed)
        .openAt(null);
  }

  private boolean isChanged() {
    try {
      return !request(name.getValue()).equals(opened);
    } catch (Refusal unreadable) {
      return true;
    }
  }

  private PolicyRequest request(String called) {
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

  /** Whatever is typed shows at once; a name that is still missing is no reason not to. */
  private void preview() {
    if (showing) {
      return;
    }
    refusal.clear();
    look();
  }

  private void look() {
    try {
      PolicyRequest wanted = request(name.getValue().isBlank() ? "-" : name.getValue());
      PolicyPreview preview = policies.preview(caller(), id(), wanted);
      Schedule schedule = Schedule.of(wanted.cron(), wanted.timeZone());
      panel.show(preview, schedule);
      words.setText(
          Texts.of(
              "policy.editor.next",
              ScheduleWords.of(schedule.cron(), schedule.zone().getId()),
              moments().exactly(preview.nextRuns().getFirst())));
    } catch (Refusal e) {
      panel.refuse(e);
      words.setText("");
    }
  }

  private @Nullable UUID id() {
    return changed == null ? null : changed.id();
  }

  private void save() {
    refusal.clear();
    save.setEnabled(false);
    try {
      PolicyRequest wanted = request(name.getValue());
      PolicyView now = changed;
      Work.start(
          getUI().orElseThrow(),
          () ->
              now == null
                  ? policies.create(caller(), wanted)
                  : policies.update(caller(), now.id(), now.policy().version(), wanted),
          saved -> {
            Toast.done(Texts.of("policy.saved", saved.name(), saved.volumes()));
            leave(saved.id());
          },
          this::refused);
    } catch (Refusal e) {
      refused(e);
    }
  }

  private void refused(Refusal why) {
    save.setEnabled(true);
    refusal.show(why);
    refusal.scrollIntoView();
  }

  private void leave(@Nullable UUID id) {
    leaving = true;
    getUI()
        .ifPresent(ui ->
            ui.navigate(
                PoliciesView.class,
                id == null ? RouteParameters.empty() : new RouteParameters("id", id.toString())));
  }

  @Override
  protected void changed(Changes changes) {
    // A refusal to save stays until something is typed.
    if (!showing && changes.touch(ChangedTable.VOLUME)) {
      look();
    }
  }
}
