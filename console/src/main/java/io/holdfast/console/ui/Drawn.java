package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.signals.Signal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page that is drawn as a whole, anew only when what it shows has changed or a minute
 * has passed (it may say how long ago something was). Else the focus and what is marked would be
 * lost with everything that happens elsewhere.
 *
 * @param <V> what is shown; equal when it looks the same
 */
public abstract class Drawn<V> extends Div {

  private static final long serialVersionUID = 1L;

  private transient @Nullable V drawn;
  private transient @Nullable Instant minute;

  protected Drawn(Signal<V> value) {
    // An effect begins at once, and what extends this is not made yet.
    addAttachListener(attached -> {
      attached.unregisterListener();
      Signal.effect(this, () -> show(value.get()));
    });
  }

  private void show(V value) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    if (value.equals(drawn) && now.equals(minute)) {
      return;
    }
    drawn = value;
    minute = now;
    removeAll();
    draw(value);
  }

  /** Adds everything; nothing is there. */
  protected abstract void draw(V value);
}
