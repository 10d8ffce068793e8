package io.holdfast.console.ui;

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
    Button close = new Button(Icon.CLOSE.create(), click -> toast.close());
    close.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    close.setAriaLabel(Texts.of("common.close"));
    row.add(close);
    row.setTestId("refusal");
    toast.add(row);
    toast.open();
  }

  private static Div row(Tone tone, Div text) {
    Div row = new Div(tone.icon().create(), text);
    row.addClassNames("toast", tone.className());
    return row;
  }
}
