package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.backup.RestoreForecast;
import io.holdfast.console.backup.RestoreTarget;
import io.holdfast.console.backup.Submitted;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.EnterKey;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Work;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.volume.Volume;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Restores a backup in steps: which moment, where to, what that does; then how far it is. */
final class RestoreDialog extends Dialog {

  private static final long serialVersionUID = 1L;

  private enum Step {
    MOMENT,
    TARGET,
    CONSEQUENCES,
    PROGRESS
  }

  /** What the steps ask. */
  @org.springframework.stereotype.Component
  record Services(
      BackupsService backups,
      VolumesService volumes,
      TasksService tasks,
      RestoreForecast forecast,
      LiveUpdates live) {}

  private final transient Caller caller;
  private final transient Services services;
  private final BackupBrowser browser;
  private final RestoreTargetFields target;
  private final RestoreConsequences consequences;
  private final Div content = new Div();
  private final Div progress = new Div();
  private final OrderedList line = new OrderedList();
  private final Notice refusal = Notice.forRefusals();
  private final Button cancel = new Button(Texts.of("common.cancel"), click -> close());
  private final Button back = new Button(Texts.of("restore.back"), click -> back());
  private final Button next = new Button(Texts.of("restore.next"));
  private Step step = Step.MOMENT;
  private boolean working;

  /**
   * @param chosen the moment to begin with; {@code null}: the volume has none
   * @param overOwn whether to suggest writing over the volume that the backup was made of
   */
  RestoreDialog(
      Caller caller,
      String title,
      UUID volumeId,
      @Nullable Backup chosen,
      boolean overOwn,
      Moments moments,
      Services services) {
    this.caller = caller;
    this.services = services;
    this.browser =
        new BackupBrowser(
            caller, volumeId, chosen, moments, services.backups(), backup -> follow());
    this.target =
        new RestoreTargetFields(caller, services.volumes(), own(volumeId), overOwn, this::follow);
    this.consequences = new RestoreConsequences(moments, this::follow);
    setHeaderTitle(title);
    setWidth("40rem");
    setMaxWidth("100%");
    setTestId("dialog");
    setCloseOnOutsideClick(false);
    line.addClassName("steps");
    for (Step each : Step.values()) {
      line.add(new ListItem(Texts.of("restore.step", each)));
    }
    content.addClassName("dialog-content");
    content.add(line, browser, target, consequences, progress, refusal);
    add(content);
    cancel.setTestId("cancel");
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    back.setTestId("back");
    next.setTestId("confirm");
    // The second click of a double one would confirm a step that nobody has seen.
    next.addClickListener(click -> {
      if (click.getClickCount() < 2) {
        next();
      }
    });
    next.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    EnterKey.presses(content, next);
    getFooter().add(cancel, back, next);
    go(Step.MOMENT);
  }

  /** The backup's own volume, if it is still there for the caller to see. */
  private @Nullable Volume own(UUID volumeId) {
    try {
      return services.volumes().get(caller, volumeId);
    } catch (Refusal e) {
      return null;
    }
  }

  private void go(Step to) {
    step = to;
    refusal.clear();
    List<Component> items = line.getChildren().toList();
    for (Step each : Step.values()) {
      var element = items.get(each.ordinal()).getElement();
      element.setAttribute("class", each.compareTo(step) < 0 ? "done" : "");
      if (each == step) {
        element.setAttribute("aria-current", "step");
      } else {
        element.removeAttribute("aria-current");
      }
    }
    browser.setVisible(step == Step.MOMENT);
    target.setVisible(step == Step.TARGET);
    consequences.setVisible(step == Step.CONSEQUENCES);
    progress.setVisible(step == Step.PROGRESS);
    back.setVisible(step == Step.TARGET || step == Step.CONSEQUENCES);
    next.setVisible(step != Step.PROGRESS);
    next.setText(Texts.of(step == Step.CONSEQUENCES ? "restore.confirm" : "restore.next"));
    cancel.setText(Texts.of(step == Step.PROGRESS ? "common.close" : "common.cancel"));
    follow();
  }

  private void follow() {
    boolean ready =
        switch (step) {
          case MOMENT -> browser.value() != null;
          case TARGET -> target.complete();
          case CONSEQUENCES -> consequences.agreed();
          case PROGRESS -> false;
        };
    next.setEnabled(ready && !working);
  }

  private void back() {
    go(Step.values()[step.ordinal() - 1]);
  }

  private void next() {
    if (working) {
      return;
    }
    Backup backup = Objects.requireNonNull(browser.value());
    switch (step) {
      case MOMENT -> {
        target.of(backup);
        go(Step.TARGET);
      }
      case TARGET -> explain(backup);
      case CONSEQUENCES -> start(backup);
      case PROGRESS -> {}
    }
  }

  private void explain(Backup backup) {
    try {
      Volume over = target.overwritten();
      consequences.say(
          backup,
          target.name(),
          over == null ? null : services.volumes().get(caller, over.id()),
          services.forecast().of(caller, backup));
      go(Step.CONSEQUENCES);
      consequences.begin();
    } catch (Refusal why) {
      refusal.show(why);
    }
  }

  private void start(Backup backup) {
    working(true);
    RestoreTarget where = target.value();
    Work.start(
        getUI().orElseGet(UI::getCurrent),
        () -> services.backups().restore(caller, backup.id(), where),
        this::started,
        why -> {
          working(false);
          refusal.show(why);
        });
  }

  private void started(Submitted submitted) {
    working(false);
    progress.add(new RestoreProgress(caller, submitted, services.tasks(), services.live()));
    go(Step.PROGRESS);
    cancel.focus();
  }

  private void working(boolean now) {
    working = now;
    next.setClassName("working", now);
    back.setEnabled(!now);
    cancel.setEnabled(!now);
    setCloseOnEsc(!now);
    follow();
  }
}
