package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;

/**
 * Enter in a field presses a button, as in any form. Not so where Enter means something else: in a
 * text area, on a button or what folds, in a list that is open, and in a date.
 *
 * <p>It happens in the browser, where it is known what has the focus, and whether something else
 * has taken the key; the field's value is told first.
 */
public final class EnterKey {

  private static final String LISTEN =
      """
      const button = $0;
      this.addEventListener('keydown', event => {
        const field = event.target;
        if (event.key !== 'Enter' || event.defaultPrevented || field.localName !== 'input'
            || field.closest('vaadin-date-picker, vaadin-time-picker')) {
          return;
        }
        event.preventDefault();
        field.dispatchEvent(new Event('change', {bubbles: true}));
        button.click();
      });
      """;

  private EnterKey() {}

  /** From now on Enter in the fields of an area presses the button. */
  public static void presses(Component area, Button button) {
    area.getElement().executeJs(LISTEN, button.getElement());
  }
}
