package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;

/** Whoever uses the keyboard never starts again at the top of the page. */
final class KeyboardFocus {

  /** Enter is as Space, unless what is in a cell takes it. */
  private static final String KEYS =
      """
      this.addEventListener('keydown', event => {
        const at = event.composedPath()[0];
        this.openedByKey = event.key === ' ' || event.key === 'Enter';
        if (event.key === 'Enter' && at.closest('#items')
            && !at._content?.querySelector('a, input, vaadin-button')) {
          for (const type of ['keydown', 'keyup']) {
            at.dispatchEvent(new KeyboardEvent(type,
                { key: ' ', bubbles: true, composed: true, cancelable: true }));
          }
        }
      }, true);
      this.addEventListener('pointerdown', () => this.openedByKey = false, true);
      """;

  private static final String INTO_DETAILS =
      """
      if (this.openedByKey) {
        this.openedByKey = false;
        setTimeout(() => $0.focus());
      }
      """;

  /** For some moments, as the columns that the details had hidden come back. */
  private static final String INTO_LIST =
      """
      const go = () => this.shadowRoot.querySelector('#items [tabindex="0"]')?.focus();
      let looks = 10;
      const look = () => {
        if (document.activeElement === document.body) {
          go();
        }
        if (--looks) {
          setTimeout(look, 100);
        }
      };
      setTimeout(() => {
        go();
        look();
      });
      """;

  /** For some moments, as dialogs close and rows go one after the other. */
  private static final String NOT_LOST =
      """
      let looks = 20;
      const look = () => {
        const has = document.activeElement;
        if ((!has || has === document.body) && !document.querySelector('vaadin-dialog[opened]')) {
          const list = document.querySelector('[data-testid="list"]');
          (document.querySelector('[data-testid="details"] h2')
            ?? list?.shadowRoot.querySelector('#items [tabindex="0"]')
            ?? document.getElementById('content'))?.focus();
        }
        if (--looks) {
          setTimeout(look, 100);
        }
      };
      setTimeout(look, 100);
      """;

  private KeyboardFocus() {}

  /** Lets keys open the entries of a list. */
  static void keys(Grid<?> list) {
    list.getElement().executeJs(KEYS);
  }

  /** Goes to the heading of details that were opened by a key; a mouse stays where it is. */
  static void intoDetails(Grid<?> list, Component heading) {
    list.getElement().executeJs(INTO_DETAILS, heading.getElement());
  }

  /** Goes to the row where one was. */
  static void intoList(Grid<?> list) {
    list.getElement().executeJs(INTO_LIST);
  }

  /** Goes to the details, the list or the page when what has the focus is about to go. */
  static void keep(UI ui) {
    ui.getPage().executeJs(NOT_LOST);
  }
}
