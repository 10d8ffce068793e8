package io.holdfast.console.ui.setting;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.Route;
import io.holdfast.console.identity.SettingsService;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.notification.NotificationsService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Page;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.identity.Settings;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the whole grid: what each does, and what it is now. */
@Route("settings")
@PermitAll
public class SettingsView extends Page {

  private static final long serialVersionUID = 1L;

  /** Those that people may want to change, in the order in which they are shown. */
  private static final List<String> SHOWN =
      List.of(
          Settings.PROTECTION_MAXIMUM_AGE,
          Settings.REFUSE_DELETE_WITH_DEPENDENTS,
          Settings.TASK_MAXIMUM_ATTEMPTS,
          Settings.VERIFY_EVERY,
          Settings.RECLAIM_EVERY,
          Settings.RECLAIM_REWRITE_BYTES);

  private static final List<String> RETENTION =
      List.of(
          Settings.RETENTION_TASKS,
          Settings.RETENTION_POLICY_RUNS,
          Settings.RETENTION_AUDIT,
          Settings.RETENTION_NOTIFICATIONS);

  private final transient SettingsService settings;
  private final Div panels = new Div();
  private transient Map<String, String> shown = Map.of();
  private @Nullable NotificationPanels notifications;

  public SettingsView(SettingsService settings, NotificationsService telling, LiveUpdates live) {
    super(live, Texts.of("setting.title"));
    this.settings = settings;
    addClassName("narrow-page");
    subtitle(Texts.of("setting.subtitle"));
    if (!caller().administers()) {
      add(
          Notice.of(
              Tone.WAITING, Texts.of("setting.read-only"), Texts.of("setting.read-only.next")));
    }
    panels.addClassName("page-stack");
    add(panels);
    if (caller().administers()) {
      notifications = new NotificationPanels(caller(), telling, settings, moments());
      add(notifications);
    }
    show(settings.all(caller()));
  }

  private void show(Map<String, String> values) {
    if (values.equals(shown)) {
      return;
    }
    shown = values;
    if (notifications != null) {
      notifications.showTold(values);
    }
    panels.removeAll();
    for (String key : SHOWN) {
      String value = values.get(key);
      if (value != null) {
        panels.add(panel(key, value));
      }
    }
    panels.add(history(values));
  }

  private Section history(Map<String, String> values) {
    Paragraph text = new Paragraph(Texts.of("setting.history.text"));
    text.addClassName("quiet");
    UnorderedList lines = new UnorderedList();
    lines.addClassName("lines");
    for (String key : RETENTION) {
      Span name = new Span(Texts.of("setting." + key));
      name.addClassName("cell-main");
      Span more = new Span(Texts.of("setting." + key + ".text"));
      more.addClassName("cell-more");
      Div words = new Div(name, more);
      words.addClassName("cell-name");
      ListItem line = new ListItem(words, value(key, values.getOrDefault(key, "")));
      line.addClassName("line");
      lines.add(line);
    }
    Section panel = new Section(new H2(Texts.of("setting.history")), text, lines);
    panel.addClassName("panel");
    return panel;
  }

  private Section panel(String key, String value) {
    Paragraph text = new Paragraph(Texts.of("setting." + key + ".text"));
    text.addClassName("quiet");
    Section panel = new Section(new H2(Texts.of("setting." + key)), text, value(key, value));
    panel.addClassName("panel");
    return panel;
  }

  /** What it is now, and the way to change it. */
  private Div value(String key, String value) {
    Span now = new Span(words(key, value));
    now.addClassName("setting-value");
    now.getElement().setAttribute("title", value);
    now.setTestId(key);
    Div line = new Div(now);
    line.addClassName("setting-line");
    if (caller().administers()) {
      Button change =
          new Button(Texts.of("setting.change"), Icon.EDIT.create(), click -> edit(key, value));
      change.setAriaLabel(Texts.of("setting.change.of", Texts.of("setting." + key)));
      change.setTestId("change-" + key);
      line.add(change);
    }
    return line;
  }

  private static String words(String key, String value) {
    return switch (key) {
      case Settings.PROTECTION_MAXIMUM_AGE,
          Settings.RETENTION_TASKS,
          Settings.RETENTION_POLICY_RUNS,
          Settings.RETENTION_AUDIT,
          Settings.RETENTION_NOTIFICATIONS ->
          Moments.lasting(Duration.parse(value));
      case Settings.REFUSE_DELETE_WITH_DEPENDENTS ->
          Texts.of(Boolean.parseBoolean(value) ? "setting.yes" : "setting.no");
      case Settings.RECLAIM_EVERY, Settings.VERIFY_EVERY ->
          value.equals(Settings.NEVER)
              ? Texts.of("setting.never")
              : Moments.lasting(Duration.parse(value));
      case Settings.RECLAIM_REWRITE_BYTES -> Sizes.shortly(Long.valueOf(value));
      default -> value;
    };
  }

  private void edit(String key, String value) {
    SettingField field = SettingField.of(key, value);
    new ActionDialog(
            Texts.of("setting.change.of", Texts.of("setting." + key)), Texts.of("common.save"))
        .say(Texts.of("setting." + key + ".text"))
        .with(field.component())
        .onConfirm(
            () -> {
              Edit.unchanged(value, settings.all(caller()).getOrDefault(key, ""));
              return settings.set(caller(), key, field.value().get());
            },
            all -> {
              Toast.done(Texts.of("common.saved"));
              show(all);
            })
        .openAt(field.first());
  }

  @Override
  protected void changed(Changes changes) {
    if (changes.touch(ChangedTable.SETTING)) {
      show(settings.all(caller()));
    }
    if (notifications != null) {
      notifications.changed(changes);
    }
  }
}
