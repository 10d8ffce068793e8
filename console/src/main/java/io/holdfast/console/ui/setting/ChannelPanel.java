package io.holdfast.console.ui.setting;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.notification.ChannelView;
import io.holdfast.console.notification.NotificationsService;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.Words;
import io.holdfast.console.ui.Work;
import io.holdfast.schema.notification.ChannelKind;
import java.util.Locale;

/** One way in which people are told: where to, changing it, and a test. */
final class ChannelPanel extends Section {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient NotificationsService notifications;
  private final ChannelKind kind;
  private final transient ValueSignal<ChannelView> now;
  private final Button test = new Button(Texts.of("notification.test"), Icon.PLAY.create());
  private final Div outcome = new Div();

  ChannelPanel(Caller caller, NotificationsService notifications, ChannelView first) {
    this.caller = caller;
    this.notifications = notifications;
    this.kind = first.kind();
    this.now = new ValueSignal<>(first);
    addClassName("panel");
    String key = "notification.channel." + kind.name().toLowerCase(Locale.ROOT);
    Paragraph text = new Paragraph(Texts.of(key + ".text"));
    text.addClassName("quiet");
    outcome.getElement().setAttribute("aria-live", "polite");
    outcome.setTestId("outcome-" + kind.value());
    add(new H2(Texts.of(key)), text, standing(), buttons(), outcome);
  }

  ChannelKind kind() {
    return kind;
  }

  /** Shows it as it is now. */
  void show(ChannelView newer) {
    now.set(newer);
  }

  private Div standing() {
    Span where = new Span(Words.of(now, ChannelPanel::where));
    where.addClassName("reason");
    where.setTestId("where-" + kind.value());
    Div line = new Div(Mark.badge(now.map(ChannelPanel::mark)), where);
    line.addClassName("setting-line");
    return line;
  }

  private Div buttons() {
    String name = Texts.of("notification.channel", kind);
    ChannelDialogs dialogs = new ChannelDialogs(caller, notifications);
    Button change =
        new Button(
            Texts.of("setting.change"),
            Icon.EDIT.create(),
            click -> dialogs.change(now.peek(), this::show));
    change.setAriaLabel(Texts.of("setting.change.of", name));
    change.setTestId("change-" + kind.value());
    test.setAriaLabel(Texts.of("notification.test.of", name));
    test.setTestId("test-" + kind.value());
    test.bindVisible(now.map(ChannelView::isSet));
    test.addClickListener(click -> test());
    Div buttons = new Div(change, test);
    buttons.addClassName("setting-line");
    return buttons;
  }

  private static Mark mark(ChannelView now) {
    return now.enabled()
        ? new Mark(Tone.GOOD, Texts.of("notification.channel.on"))
        : new Mark(Tone.QUIET, Texts.of("notification.channel.off"));
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

  private void test() {
    test.setEnabled(false);
    say(Notice.of(Tone.BUSY, Texts.of("notification.testing"), ""));
    Work.start(
        UI.getCurrent(),
        () -> notifications.test(caller, kind),
        said -> tested(Notice.of(Tone.GOOD, said, "")),
        refusal -> tested(Notice.of(Tone.BAD, refusal.detail(), refusal.next())));
  }

  private void tested(Div notice) {
    test.setEnabled(true);
    say(notice);
  }

  private void say(Div notice) {
    outcome.removeAll();
    outcome.add(notice);
  }
}
