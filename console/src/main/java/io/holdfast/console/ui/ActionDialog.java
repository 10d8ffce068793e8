package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.refusal.Refusal;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A dialog that does one thing: asks for what it needs, does it when the button is pressed, says
 * inside itself why it was refused, and closes when it was done. While it works its button is dead,
 * so that a second click does nothing.
 */
public final class ActionDialog extends Dialog {

  private static final long serialVersionUID = 1L;

  private final Div content = new Div();
  private final Notice refusal = Notice.forRefusals();
  private final Button confirm = new Button();
  private final Button cancel = new Button(Texts.of("common.cancel"), click -> close());
  private boolean working;
  private boolean allowed = true;

  public ActionDialog(String title, String action) {
    setHeaderTitle(title);
    setWidth("32rem");
    setMaxWidth("100%");
    setTestId("dialog");
    content.addClassName("dialog-content");
    content.add(refusal);
    super.add(java.util.List.of(content));
    confirm.setText(action);
    confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    confirm.setTestId("confirm");
    cancel.setTestId("cancel");
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    getFooter().add(cancel, confirm);
    setCloseOnOutsideClick(false);
  }

  /** Adds a sentence. */
  public ActionDialog say(String text) {
    return with(new Paragraph(text));
  }

  /** Adds components, above the place for refusals. */
  public ActionDialog with(Component... components) {
    for (Component component : components) {
      content.addComponentAtIndex(content.getComponentCount() - 1, component);
    }
    return this;
  }

  /** Marks the action as one that takes something away. */
  public ActionDialog destructive() {
    confirm.addThemeVariants(ButtonVariant.LUMO_ERROR);
    return this;
  }

  /** Another word than cancel for leaving. */
  public ActionDialog leaveBy(String text) {
    cancel.setText(text);
    return this;
  }

  /** For a dialog that only shows something: its one button is the way out. */
  public ActionDialog withoutCancel() {
    cancel.setVisible(false);
    return this;
  }

  /** Changes the word on the button. */
  public void action(String text) {
    confirm.setText(text);
  }

  /** Whether the button can be pressed, as far as what was typed in goes. */
  public void allow(boolean now) {
    allowed = now;
    confirm.setEnabled(allowed && !working);
  }

  /** Makes the button wait until the name is typed in. */
  public ActionDialog confirmByTyping(String name) {
    TextField field = new TextField(Texts.of("common.type-name", name));
    field.setValueChangeMode(ValueChangeMode.EAGER);
    field.setTestId("type-name");
    field.setWidthFull();
    field.setAutocomplete(com.vaadin.flow.component.textfield.Autocomplete.OFF);
    field.addValueChangeListener(change -> allow(change.getValue().strip().equals(name)));
    allow(false);
    return with(field);
  }

  /** What the button does: the work runs beside the page, then this dialog closes. */
  public <R> ActionDialog onConfirm(Supplier<R> work, Consumer<R> done) {
    confirm.addClickListener(click -> start(work, done));
    EnterKey.presses(content, confirm);
    return this;
  }

  private <R> void start(Supplier<R> work, Consumer<R> done) {
    if (working || !allowed) {
      return;
    }
    try {
      Fields.mustBeReadable(content);
    } catch (Refusal e) {
      refusal.show(e);
      return;
    }
    working(true);
    refusal.clear();
    UI ui = getUI().orElseGet(UI::getCurrent);
    Work.start(
        ui,
        work,
        result -> {
          close();
          done.accept(result);
          KeyboardFocus.keep(ui);
        },
        this::refused);
  }

  private void refused(Refusal why) {
    working(false);
    refusal.show(why);
  }

  private void working(boolean now) {
    working = now;
    confirm.setEnabled(allowed && !working);
    confirm.setClassName("working", working);
    cancel.setEnabled(!working);
    setCloseOnEsc(!working);
  }

  /** Opens it and puts the cursor where one begins. */
  public void openAt(@Nullable Focusable<?> first) {
    Dialogs.open(this);
    if (first != null && isOpened()) {
      first.focus();
    }
  }
}
