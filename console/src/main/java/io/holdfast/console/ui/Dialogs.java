package io.holdfast.console.ui;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dialog.Dialog;
import org.jspecify.annotations.Nullable;

/**
 * The dialog that is open in a window. There is one at most: a second click of the button that
 * opens one does nothing, and whoever goes to another page, by a link in it or by the browser's
 * button, leaves it behind.
 */
public final class Dialogs {

  private Dialogs() {}

  /** Opens it unless another one is open. */
  public static void open(Dialog dialog) {
    UI ui = UI.getCurrentOrThrow();
    if (openIn(ui) == null) {
      ComponentUtil.setData(ui, Dialog.class, dialog);
      dialog.open();
    }
  }

  /** Closes the one that is open, if any. */
  public static void close(UI ui) {
    Dialog open = openIn(ui);
    if (open != null) {
      open.close();
    }
  }

  private static @Nullable Dialog openIn(UI ui) {
    Dialog last = ComponentUtil.getData(ui, Dialog.class);
    return last != null && last.isOpened() ? last : null;
  }
}
