package io.holdfast.console.ui.setting;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.SettingsService;
import io.holdfast.console.live.Changes;
import io.holdfast.console.notification.NotificationsService;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.notification.Notification;
import io.holdfast.schema.notification.NotificationState;
import io.holdfast.schema.notification.TroubleKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where people are told, of what, and the last messages: for administrators. */
final class NotificationPanels extends Div {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  private final transient Caller caller;
  private final transient NotificationsService notifications;
  private final transient SettingsService settings;
  private final transient Moments moments;
  private final transient List<ChannelPanel> channels;
  private final transient ValueSignal<List<Notification>> messages = new ValueSignal<>(List.of());
  private final Map<TroubleKind, Checkbox> told = new EnumMap<>(TroubleKind.class);

  NotificationPanels(
      Caller caller,
      NotificationsService notifications,
      SettingsService settings,
      Moments moments) {
    this.caller = caller;
    this.notifications = notifications;
    this.settings = settings;
    this.moments = moments;
    addClassName("page-stack");
    channels =
        notifications.channels(caller).stream()
            .map(channel -> new ChannelPanel(caller, notifications, channel))
            .toList();
    channels.forEach(this::add);
    add(told(), panel("notification.messages", new MessageLines()));
    showMessages();
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

  /** Reads anew what may have changed. */
  void changed(Changes changes) {
    if (changes.touch(ChangedTable.NOTIFICATION_CHANNEL)) {
      channels.forEach(panel -> panel.show(notifications.channel(caller, panel.kind())));
    }
    if (changes.touch(ChangedTable.NOTIFICATION)) {
      showMessages();
    }
  }

  private void showMessages() {
    messages.set(notifications.list(caller, Slice.first(SHOWN)));
  }

  /** The last messages, each with a way to try it again. */
  private final class MessageLines extends Lines<Notification> {

    private static final long serialVersionUID = 1L;

    MessageLines() {
      super(messages, Notification::id, none(Texts.of("notification.message.none")));
    }

    @Override
    protected ListItem line(Signal<Notification> thing) {
      Notification message = thing.peek();
      Button retry =
          new Button(
              Texts.of("notification.retry"),
              click -> {
                notifications.tryAgain(caller, message.id());
                showMessages();
              });
      retry.addThemeVariants(ButtonVariant.LUMO_SMALL);
      retry.setAriaLabel(Texts.of("notification.retry.of", moments.date(message.createdAt())));
      retry.bindVisible(thing.map(it -> it.state() == NotificationState.GIVEN_UP));
      ListItem line =
          new Line<>(thing)
              .name(NotificationPanels.this::name)
              .more(NotificationPanels::reason, it -> moments.exactly(it.createdAt()))
              .mark(it -> mark(it.state()));
      line.add(retry);
      return line;
    }
  }

  private String name(Notification message) {
    return Texts.of("notification.channel", message.channel())
        + " · "
        + moments.ago(message.createdAt());
  }

  private static String reason(Notification message) {
    return message.reason() == null
        ? ""
        : Texts.of("notification.message.reason", Sentences.of(message.reason()), message.tries());
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
