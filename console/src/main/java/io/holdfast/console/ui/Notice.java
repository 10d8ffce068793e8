package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.holdfast.console.refusal.Refusal;

/** A message in the flow of a page or dialog: what is the case, and what to do. */
public final class Notice extends Div {

  private static final long serialVersionUID = 1L;

  private final Span detail = new Span();
  private final Span next = new Span();

  private Notice(Tone tone) {
    addClassNames("notice", tone.className());
    detail.addClassName("notice-detail");
    next.addClassName("notice-next");
    add(tone.icon().create(), new Div(detail, next));
  }

  /** A message that is there from the start; see {@link #say}. */
  public static Notice of(Tone tone, String detail, String next) {
    Notice notice = new Notice(tone);
    notice.say(detail, next);
    return notice;
  }

  /** A place for refusals, empty and hidden until there is one; read out when it comes. */
  public static Notice forRefusals() {
    Notice notice = new Notice(Tone.BAD);
    notice.getElement().setAttribute("role", "alert");
    notice.setTestId("refusal");
    notice.clear();
    return notice;
  }

  public void show(Refusal refusal) {
    say(refusal.detail(), refusal.next());
    setVisible(true);
  }

  /** Says something else: texts of the page, or {@link Sentences} of services and workers. */
  public void say(String what, String whatNext) {
    detail.setText(Sentences.of(what));
    next.setText(Sentences.of(whatNext));
  }

  public void clear() {
    setVisible(false);
  }
}
