package io.holdfast.console.ui;

import com.vaadin.flow.component.combobox.ComboBox;

/** A box of choices shows again what is chosen once Enter is pressed on what is not among them. */
final class KeptChoice {

  /** The box itself does so only when it is left. Whether there is such a one may come later. */
  private static final String LISTEN =
      """
      this.addEventListener('keydown', event => {
        const found = () => {
          if (this.opened && this.loading) {
            setTimeout(found, 50);
          } else if (this.opened && !this.filteredItems?.length) {
            this.cancel();
          }
        };
        if (event.key === 'Enter') {
          found();
        }
      });
      """;

  private KeptChoice() {}

  static void in(ComboBox<?> box) {
    box.getElement().executeJs(LISTEN);
  }
}
