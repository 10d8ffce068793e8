package io.holdfast.console.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;

/** Text for a terminal or a file, with a button that copies it. */
public final class Copyable extends Div {

  private static final long serialVersionUID = 1L;

  /**
   * @param testId of the text
   */
  public Copyable(String text, String testId) {
    addClassName("copyable");
    Pre shown = new Pre(text);
    shown.addClassName("command");
    shown.setTestId(testId);
    Button copy = new Button(Texts.of("common.copy"), Icon.COPY.create());
    copy.addClickListener(click ->
        copy.getElement()
            .executeJs(
                """
                const done = () => { this.lastChild.textContent = $1; };
                if (navigator.clipboard) { navigator.clipboard.writeText($0).then(done); return; }
                const area = document.createElement('textarea');
                area.value = $0;
                document.body.append(area);
                area.select();
                document.execCommand('copy');
                area.remove();
                done();\
                """,
                text,
                Texts.of("common.copied")));
    add(shown, copy);
  }
}
