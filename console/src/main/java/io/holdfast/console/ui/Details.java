package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.live.Changes;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.worker.TaskProgress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one thing, beside the list that it was chosen from: read once and bound to a
 * signal, read again when it changes.
 *
 * @param <D> what is shown
 */
public abstract class Details<D> extends Aside {

  private static final long serialVersionUID = 1L;

  private final transient Supplier<D> reader;
  private final H2 title = new H2();
  private final Div actions = new Div();
  private final Notice refusal = Notice.forRefusals();
  private final Notice gone =
      Notice.of(Tone.WAITING, Texts.of("details.gone"), Texts.of("details.gone.next"));
  private final Div body = new Div();
  private @Nullable ValueSignal<Read<D>> state;
  private boolean outdated;
  private transient Runnable closing = () -> {};

  /**
   * What was read, and in which minute: what it says of times changes with that.
   *
   * @param value what is shown
   */
  private record Read<D>(D value, Instant minute) {

    static <D> Read<D> of(D value) {
      return new Read<>(value, Instant.now().truncatedTo(ChronoUnit.MINUTES));
    }
  }

  /** Shows nothing yet; subclasses call {@link #load()} at the end of their constructors. */
  protected Details(String label, Supplier<D> reader) {
    this.reader = reader;
    addClassName("details");
    getElement().setAttribute("aria-label", label);
    setTestId("details");
    Button close = new Button(Icon.CLOSE.create(), click -> closing.run());
    close.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    close.setAriaLabel(Texts.of("common.close"));
    close.setTestId("close-details");
    title.getElement().setAttribute("tabindex", "-1");
    Header header = new Header(title, close);
    header.addClassName("details-header");
    actions.addClassName("details-actions");
    body.addClassName("details-body");
    gone.getElement().setAttribute("role", "status");
    gone.setTestId("gone");
    gone.clear();
    add(header, refusal, gone, actions, body);
  }

  /** Reads for the first time and builds; shows the refusal instead when that fails. */
  protected final void load() {
    try {
      ValueSignal<Read<D>> first = new ValueSignal<>(Read.of(reader.get()));
      state = first;
      Signal<D> shown = first.map(Read::value);
      title.bindText(Words.of(shown, this::titleOf));
      build(shown);
    } catch (RuntimeException e) {
      title.setText(Texts.of("details.missing"));
      refusal.show(Work.refusal(e));
    }
  }

  /** What stands above. */
  protected abstract String titleOf(D now);

  /** Adds actions and sections, bound to what is read. */
  protected abstract void build(Signal<D> now);

  /** Whether to read again after these changes; something is loaded. */
  protected abstract boolean concerns(Changes changes);

  /** Running tasks went on. */
  protected void progressed(List<TaskProgress> progress) {}

  /** Whether there is something; else a refusal is shown, and nothing goes on. */
  final boolean isLoaded() {
    return state != null;
  }

  final void changed(Changes changes) {
    if (concerns(changes)) {
      refresh();
    }
  }

  /**
   * Reads again. A thing that is gone meanwhile, as people wanted, or cannot be read, says so and
   * stays readable; once it can be read again it is as before.
   */
  protected final void refresh() {
    ValueSignal<Read<D>> shown = state;
    if (shown == null) {
      return;
    }
    try {
      shown.set(Read.of(reader.get()));
      if (outdated) {
        outdated = false;
        actions.setEnabled(true);
        refusal.clear();
        gone.clear();
      }
    } catch (RuntimeException e) {
      outdated = true;
      actions.setEnabled(false);
      Refusal why = Work.refusal(e);
      boolean missing = why.kind() == Refusal.Kind.NOT_FOUND;
      gone.setVisible(missing);
      if (missing) {
        refusal.clear();
      } else {
        refusal.show(why);
      }
    }
  }

  /** What is shown now. */
  protected final D now() {
    if (state == null) {
      throw new IllegalStateException("nothing is loaded");
    }
    return state.peek().value();
  }

  /** Where reading begins. */
  final Component heading() {
    return title;
  }

  final void onClose(Runnable action) {
    closing = action;
  }

  /** A button that opens a dialog, or does something at once. */
  protected final Button addAction(String key, Icon icon, Consumer<D> action) {
    Button button = new Button(Texts.of(key), icon.create(), click -> action.accept(now()));
    button.setTestId("action-" + key.substring(key.lastIndexOf('.') + 1));
    actions.add(button);
    return button;
  }

  /**
   * A button that is dead while there is a reason, which its title says.
   *
   * @param whyNot the reason; empty: there is none
   */
  protected final Button addAction(
      String key, Icon icon, Signal<D> shown, Function<D, String> whyNot, Consumer<D> action) {
    Button button = addAction(key, icon, action);
    button.bindEnabled(shown.map(it -> whyNot.apply(it).isEmpty()));
    Signal.effect(
        button, () -> button.getElement().setAttribute("title", whyNot.apply(shown.get())));
    return button;
  }

  /** Does something that needs no question. A refusal is shown above; a second click waits. */
  protected final <R> void run(Button button, Supplier<R> work, Consumer<R> done) {
    UI ui = button.getUI().orElseThrow();
    refusal.clear();
    // A second click that is on its way already is dropped, as the button is dead by then.
    button.setEnabled(false);
    Work.start(
        ui,
        work,
        result -> {
          button.setEnabled(true);
          done.accept(result);
          refresh();
        },
        refused -> {
          button.setEnabled(true);
          refused(refused);
        });
  }

  protected final void refused(Refusal why) {
    refusal.show(why);
  }

  protected final Section addSection(String heading, Component... content) {
    Section section = new Section(new H3(heading));
    section.add(content);
    body.add(section);
    return section;
  }

  protected final void add(Component content) {
    body.add(content);
  }
}
