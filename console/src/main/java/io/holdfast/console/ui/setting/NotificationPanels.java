package io.holdfast.console.ui.setting;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.SettingsService;
import io.holdfast.console.notification.ChannelView;
import io.holdfast.console.notification.NotificationsService;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.Work;
import io.holdfast.schema.Slice;
import io.holdfast.schema.notification.ChannelKind;
import io.holdfast.schema.notification.Notification;
import io.holdfast.schema.notification.NotificationState;
import io.holdfast.schema.notification.TroubleKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where people are told, of what, and the last messages: for administrators. */
final class NotificationPanels extends Div {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  private final transient Caller caller;
  private final transient NotificationsService notifications;
  private final transient SettingsService settings;
  private final transient ChannelDialogs dialogs;
  private final transient Moments moments;
  private final Div channels = new Div();
  private final Div messages = new Div();
  private final Map<TroubleKind, Checkbox> told = new EnumMap<>(TroubleKind.class);

  NotificationPanels(
      Caller caller,
      NotificationsService notifications,
      SettingsService settings,
      Moments moments) {
    this.caller = caller;
    this.notifications = notifications;
    this.settings = settings;
    this.dialogs = new ChannelDialogs(caller, notifications);
    this.moments = moments;
    addClassName("page-stack");
    channels.addClassName("page-stack");
    add(channels, told(), panel("notification.messages", messages));
    showChannels();
    showMessages();
  }

  private void showChannels() {
    channels.removeAll();
    notifications.channels(caller).forEach(channel -> channels.add(channel(channel)));
  }

  private Section channel(ChannelView now) {
    String name = Texts.of("notification.channel", now.kind());
    Span where = new Span(where(now));
    where.addClassName("reason");
    Div line = new Div(standing(now), where);
    line.addClassName("setting-line");
    Div outcome = new Div();
    outcome.getElement().setAttribute("aria-live", "polite");
    outcome.setTestId("outcome-" + now.kind().value());
    Button change =
        new Button(
            Texts.of("setting.change"),
            Icon.EDIT.create(),
            click -> dialogs.change(now, this::showChannels));
    change.setAriaLabel(Texts.of("setting.change.of", name));
    change.setTestId("change-" + now.kind().value());
    Button test = new Button(Texts.of("notification.test"), Icon.PLAY.create());
    test.setAriaLabel(Texts.of("notification.test.of", name));
    test.setTestId("test-" + now.kind().value());
    test.setVisible(now.isSet());
    test.addClickListener(click -> test(now.kind(), test, outcome));
    Div buttons = new Div(change, test);
    buttons.addClassName("setting-line");
    return panel(
        "notification.channel." + now.kind().name().toLowerCase(Locale.ROOT),
        line,
        buttons,
        outcome);
  }

  private static Component standing(ChannelView now) {
    Mark mark =
        now.enabled()
            ? new Mark(Tone.GOOD, Texts.of("notification.channel.on"))
            : new Mark(Tone.QUIET, Texts.of("notification.channel.off"));
    return mark.badge();
  }

  private static String where(ChannelView now) {
    if (!now.isSet()) {
      return Texts.of("notification.channel.none");
    }
    return now.kind() == ChannelKind.WEB_HOOK
        ? now.option("url")
        : Texts.of(
            "notification.mail.line",
            now.option("to"),
            now.option("host") + ":" + now.option("port"));
  }

  private void test(ChannelKind kind, Button test, Div outcome) {
    test.setEnabled(false);
    outcome.removeAll();
    outcome.add(Notice.of(Tone.BUSY, Texts.of("notification.testing"), ""));
    Work.start(
        UI.getCurrent(),
        () -> notifications.test(caller, kind),
        said -> {
          test.setEnabled(true);
          outcome.removeAll();
          outcome.add(Notice.of(Tone.GOOD, said, ""));
        },
        refusal -> {
          test.setEnabled(true);
          outcome.removeAll();
          outcome.add(Notice.of(Tone.BAD, refusal.detail(), refusal.next()));
        });
  }

  private Section told() {
    Div boxes = new Div();
    boxes.addClassName("told");
    for (TroubleKind kind : TroubleKind.values()) {
      Checkbox box = new Checkbox(Texts.of("notification.told", kind));
      box.setTestId(kind.setting());
      box.addValueChangeListener(change -> {
        if (change.isFromClient()) {
          settings.set(caller, kind.setting(), change.getValue().toString());
          Toast.done(Texts.of("common.saved"));
        }
      });
      told.put(kind, box);
      boxes.add(box);
    }
    return panel("notification.told", boxes);
  }

  /** Shows of what people are told by these settings. */
  void showTold(Map<String, String> values) {
    told.forEach((kind, box) -> box.setValue("true".equals(values.get(kind.setting()))));
  }

  /** Shows the last messages as they are now. */
  void showMessages() {
    messages.removeAll();
    List<Notification> last = notifications.list(caller, Slice.first(SHOWN));
    if (last.isEmpty()) {
      Span none = new Span(Texts.of("notification.message.none"));
      none.addClassName("quiet");
      messages.add(none);
      return;
    }
    UnorderedList lines = new UnorderedList();
    lines.addClassName("lines");
    last.forEach(message -> lines.add(line(message)));
    messages.add(lines);
  }

  private ListItem line(Notification message) {
    Span name =
        new Span(
            Texts.of("notification.channel", message.channel())
                + " · "
                + moments.ago(message.createdAt()));
    name.getElement().setAttribute("title", moments.exactly(message.createdAt()));
    Div text = new Div(name);
    text.addClassName("cell-name");
    if (message.reason() != null) {
      Span reason =
          new Span(
              Texts.of(
                  "notification.message.reason", Sentences.of(message.reason()), message.tries()));
      reason.addClassName("cell-more");
      text.add(reason);
    }
    ListItem line = new ListItem(mark(message.state()).badge(), text);
    line.addClassName("line");
    if (message.state() == NotificationState.GIVEN_UP) {
      line.add(retry(message));
    }
    return line;
  }

  private Button retry(Notification message) {
    Button retry =
        new Button(
            Texts.of("notification.retry"),
            click -> {
              notifications.tryAgain(caller, message.id());
              showMessages();
            });
    retry.addThemeVariants(ButtonVariant.LUMO_SMALL);
    retry.setAriaLabel(Texts.of("notification.retry.of", moments.date(message.createdAt())));
    return retry;
  }

  private static Mark mark(NotificationState state) {
    Tone tone =
        switch (state) {
          case WAITING -> Tone.WAITING;
          case SENT -> Tone.GOOD;
          case GIVEN_UP -> Tone.BAD;
        };
    return new Mark(tone, Texts.of("notification.state", state));
  }

  private static Section panel(String key, Component... content) {
    Paragraph text = new Paragraph(Texts.of(key + ".text"));
    text.addClassName("quiet");
    Section panel = new Section(new H2(Texts.of(key)), text);
    panel.addClassName("panel");
    panel.add(content);
    return panel;
  }
}
