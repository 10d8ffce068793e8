package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
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
import io.holdfast.console.ui.Dialogs;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Page;
import io.holdfast.console.ui.Places;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Work;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes or changes a policy; beside it stands what it would do. */
@Route("policies/new")
@RouteAlias("policies/:id/edit")
@PermitAll
public class PolicyEditor extends Page implements BeforeEnterObserver, BeforeLeaveObserver {

  private static final long serialVersionUID = 1L;

  private final transient PoliciesService policies;
  private final transient VolumesService volumes;
  private final transient Places places;
  private final Div columns = new Div();
  private final Button save = new Button(Texts.of("common.save"), click -> save());
  private PolicyForm form;
  private PreviewPanel panel;
  private transient @Nullable PolicyView changed;
  private boolean leaving;

  public PolicyEditor(
      PoliciesService policies, VolumesService volumes, Places places, LiveUpdates live) {
    super(live, Texts.of("policy.editor"));
    caller().mustOperate();
    this.policies = policies;
    this.volumes = volumes;
    this.places = places;
    this.form = form();
    this.panel = new PreviewPanel(moments());
    addClassName("editor");
    save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    save.setTestId("save");
    Button cancel = new Button(Texts.of("common.cancel"), click -> leave(id()));
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    addAction(cancel, save);
    columns.addClassName("editor-columns");
    add(columns);
  }

  private PolicyForm form() {
    return new PolicyForm(caller(), places, volumes, this::preview);
  }

  /** From one policy to another, or to a new one, the page stays: its fields are made anew. */
  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    PolicyView now =
        event
            .getRouteParameters()
            .get("id")
            .map(id -> policies.get(caller(), Ids.parse("policy", id)))
            .orElse(null);
    changed = now;
    leaving = false;
    save.setEnabled(true);
    form = form();
    panel = new PreviewPanel(moments());
    columns.removeAll();
    columns.add(form, panel);
    if (now == null) {
      form.showNew(moments().zone());
      subtitle(Texts.of("policy.editor.new"));
    } else {
      form.show(now);
      subtitle(now.policy().terms().name());
    }
    preview();
  }

  /** What was typed in is not lost by a click elsewhere. */
  @Override
  public void beforeLeave(BeforeLeaveEvent event) {
    if (leaving || !form.isChanged()) {
      return;
    }
    var postponed = event.postpone();
    event.getUI().getUI().ifPresent(Dialogs::close);
    new ActionDialog(Texts.of("policy.editor.leave"), Texts.of("policy.editor.leave.confirm"))
        .destructive()
        .say(Texts.of("policy.editor.leave.text"))
        .leaveBy(Texts.of("policy.editor.stay"))
        .onConfirm(() -> postponed, BeforeLeaveEvent.ContinueNavigationAction::proceed)
        .openAt(null);
  }

  /** Whatever is typed shows at once. */
  private void preview() {
    try {
      PolicyRequest wanted = form.draft();
      PolicyPreview preview = policies.preview(caller(), id(), wanted);
      Schedule schedule = Schedule.of(wanted.cron(), wanted.timeZone());
      panel.show(preview, schedule);
      form.say(
          Texts.of(
              "policy.editor.next",
              ScheduleWords.of(schedule.cron(), schedule.zone().getId()),
              moments().exactly(preview.nextRuns().getFirst())));
    } catch (Refusal e) {
      panel.refuse(e);
      form.say("");
    }
  }

  private @Nullable UUID id() {
    return changed == null ? null : changed.id();
  }

  private void save() {
    form.clearRefusal();
    save.setEnabled(false);
    try {
      PolicyRequest wanted = form.request();
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
    form.refuse(why);
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
    if (changes.touch(ChangedTable.VOLUME)) {
      preview();
    }
  }
}
