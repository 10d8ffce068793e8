package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.holdfast.console.refusal.Bulk;
import java.util.List;
import java.util.function.Supplier;

/** Asks before one thing is done with many: with how many, and with which not and why. */
public final class BulkDialog {

  private static final int MOST_LINES = 200;
  private static final int MOST_LINES_AFTERWARDS = 5;

  private BulkDialog() {}

  /**
   * Makes the dialog, to be opened.
   *
   * @param key of the texts: {@code .title} and {@code .confirm} and {@code .done} with the number,
   *     {@code .none} when all are left out
   * @param plan what would become of it
   * @param summary what it comes to
   * @param work does it, beside the page
   * @param done called when it was done with those that were not refused in the end
   */
  public static <T> ActionDialog of(
      String key, Bulk<T> plan, List<Component> summary, Supplier<Bulk<T>> work, Runnable done) {
    int count = plan.accepted().size();
    if (count == 0) {
      return new ActionDialog(Texts.of(key + ".none"), Texts.of("common.close"))
          .with(leftOut(plan))
          .withoutCancel()
          .onConfirm(() -> count, it -> {});
    }
    ActionDialog dialog =
        new ActionDialog(Texts.of(key + ".title", count), Texts.of(key + ".confirm", count))
            .with(summary.toArray(Component[]::new))
            .onConfirm(
                work,
                outcome -> {
                  done.run();
                  tell(key, outcome);
                });
    return plan.refused().isEmpty() ? dialog : dialog.with(leftOut(plan));
  }

  private static Div leftOut(Bulk<?> plan) {
    Div part =
        new Div(
            new H3(Texts.of("selection.left-out", plan.refused().size())),
            lines(plan.refused(), MOST_LINES));
    part.addClassName("left-out");
    part.setTestId("left-out");
    return part;
  }

  private static void tell(String key, Bulk<?> outcome) {
    String asked = Texts.of(key + ".done", outcome.accepted().size());
    if (outcome.refused().isEmpty()) {
      Toast.done(asked);
    } else {
      Toast.partly(
          asked,
          Texts.of("selection.refused", outcome.refused().size()),
          lines(outcome.refused(), MOST_LINES_AFTERWARDS));
    }
  }

  private static Component lines(List<Bulk.Refused> refused, int most) {
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    // What scrolls can be scrolled by keyboard.
    list.getElement().setAttribute("tabindex", "0");
    list.getElement().setAttribute("aria-label", Texts.of("selection.left-out", refused.size()));
    refused.stream().limit(most).forEach(it -> list.add(line(it)));
    if (refused.size() > most) {
      list.add(new ListItem(Texts.of("overview.more", refused.size() - most)));
    }
    return list;
  }

  private static ListItem line(Bulk.Refused refused) {
    Span title = new Span(refused.title());
    title.addClassName("cell-main");
    Span why =
        new Span(Sentences.of(refused.why().detail()) + " " + Sentences.of(refused.why().next()));
    why.addClassName("reason");
    Div text = new Div(title, why);
    text.addClassName("failure");
    ListItem line = new ListItem(text);
    line.addClassName("line");
    return line;
  }
}
