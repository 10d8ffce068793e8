package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can be done with the selected entries of a list; shown as long as some are selected. */
public final class SelectionBar extends Div {

  private static final long serialVersionUID = 1L;

  private final RecordGrid<?, ?> list;
  private final int most;
  private final Span count = new Span();
  private final Div actions = new Div();
  private final Button all = new Button("", click -> selectAll());

  /**
   * Makes one without actions.
   *
   * @param most no more are selected at once
   */
  public SelectionBar(RecordGrid<?, ?> list, int most) {
    this.list = list;
    this.most = most;
    addClassName("selection-bar");
    setTestId("selection-bar");
    getElement().setAttribute("role", "toolbar");
    getElement().setAttribute("aria-label", Texts.of("selection.label"));
    count.addClassName("selection-count");
    count.setTestId("selection-count");
    count.getElement().setAttribute("aria-live", "polite");
    actions.addClassName("selection-actions");
    all.setTestId("select-all");
    all.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    Button clear = new Button(Texts.of("selection.clear"), click -> list.unselect());
    clear.setTestId("clear-selection");
    clear.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    add(count, actions, all, clear);
    list.selectSeveral(this::show);
    show();
  }

  /**
   * Adds an action. First it is looked, beside the page, what it would come to for the selected;
   * then somebody is asked.
   */
  public <P> SelectionBar with(
      String key, Icon icon, Function<Set<UUID>, P> look, Consumer<P> ask) {
    Button button = new Button(Texts.of(key), icon.create(), click -> start(look, ask));
    button.setTestId("selected-" + key.substring(key.lastIndexOf('.') + 1));
    button.addThemeVariants(ButtonVariant.LUMO_SMALL);
    actions.add(button);
    return this;
  }

  private <P> void start(Function<Set<UUID>, P> look, Consumer<P> ask) {
    UI ui = getUI().orElseThrow();
    Set<UUID> ids = list.selected();
    setEnabled(false);
    Work.start(
        ui,
        () -> look.apply(ids),
        plan -> {
          setEnabled(true);
          ask.accept(plan);
        },
        refusal -> {
          setEnabled(true);
          Toast.refused(refusal);
        });
  }

  private void selectAll() {
    list.selectFirst(most);
  }

  private void show() {
    int selected = list.selected().size();
    setVisible(selected > 0);
    count.setText(Texts.of("selection.count", selected));
    int listed = selected > 0 ? list.count() : 0;
    all.setVisible(selected < Math.min(listed, most));
    all.setText(
        listed <= most ? Texts.of("selection.all", listed) : Texts.of("selection.first", most));
  }
}
