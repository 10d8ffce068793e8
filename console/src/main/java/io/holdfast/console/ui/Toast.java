package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import io.holdfast.console.refusal.Refusal;

/** Short messages over the page: what was done, or why not when there is no better place. */
public final class Toast {

  private static final int SHOWN_MILLIS = 4000;
  private static final int TROUBLE_MILLIS = 12_000;

  private Toast() {}

  /** Says that something was done. */
  public static void done(String text) {
    Notification toast = new Notification();
    toast.setPosition(Notification.Position.BOTTOM_START);
    toast.setDuration(SHOWN_MILLIS);
    toast.addThemeVariants(NotificationVariant.LUMO_SUCCESS);
    toast.add(row(Tone.GOOD, new Div(new Span(text))));
    toast.open();
  }

  /** Says why something was not done; stays until it is closed. */
  public static void refused(Refusal refusal) {
    Notification toast = new Notification();
    toast.setPosition(Notification.Position.BOTTOM_START);
    toast.setDuration(0);
    toast.addThemeVariants(NotificationVariant.LUMO_ERROR);
    toast.setAssertive(true);
    Span detail = new Span(Sentences.of(refusal.detail()));
    detail.addClassName("notice-detail");
    Span next = new Span(Sentences.of(refusal.next()));
    next.addClassName("notice-next");
    Div row = row(Tone.BAD, new Div(detail, next));
    row.add(closing(toast));
    row.setTestId("refusal");
    toast.add(row);
    toast.open();
  }

  /** A message that somebody may want to take away again. */
  interface Shown {
    void close();
  }

  /**
   * Says that something has gone wrong elsewhere, for a while or until it is closed.
   *
   * @param address of the page that says more
   */
  static Shown trouble(String what, String why, String address) {
    Notification toast = new Notification();
    toast.setPosition(Notification.Position.BOTTOM_END);
    toast.setDuration(TROUBLE_MILLIS);
    Span detail = new Span(what);
    detail.addClassName("notice-detail");
    Span reason = new Span(why);
    reason.addClassName("notice-next");
    reason.setVisible(!why.isEmpty());
    Div row = row(Tone.BAD, new Div(detail, reason));
    Button show =
        new Button(
            Texts.of("trouble.show"),
            click -> {
              toast.close();
              UI.getCurrent().navigate(address);
            });
    show.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    row.add(show, closing(toast));
    row.setTestId("trouble");
    toast.add(row);
    toast.open();
    return toast::close;
  }

  /** Says that a part of it was done, and why the rest was not; stays until it is closed. */
  public static void partly(String done, String refused, Component why) {
    Notification toast = new Notification();
    toast.setPosition(Notification.Position.BOTTOM_START);
    toast.setDuration(0);
    toast.addThemeVariants(NotificationVariant.LUMO_WARNING);
    Span detail = new Span(done);
    detail.addClassName("notice-detail");
    Div row = row(Tone.WARNING, new Div(detail, new Span(refused), why));
    row.add(closing(toast));
    row.setTestId("partly");
    toast.add(row);
    toast.open();
  }

  private static Button closing(Notification toast) {
    Button close = new Button(Icon.CLOSE.create(), click -> toast.close());
    close.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    close.setAriaLabel(Texts.of("common.close"));
    return close;
  }

  private static Div row(Tone tone, Div text) {
    Div row = new Div(tone.icon().create(), text);
    row.addClassNames("toast", tone.className());
    return row;
  }
}
