package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.refusal.Refusals;
import io.holdfast.schema.audit.Origin;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what may take a while off the session's lock and brings the outcome back to the page. */
public final class Work {

  private static final Logger log = LoggerFactory.getLogger(Work.class);

  private Work() {}

  /**
   * Starts the work and returns at once; one of the two is called later, under the page's lock.
   * Nothing is called when the page was closed meanwhile.
   */
  public static <R> void start(
      UI ui, Supplier<R> work, Consumer<R> done, Consumer<Refusal> refused) {
    Runnable all =
        () -> {
          try {
            R result = work.get();
            access(ui, () -> done.accept(result));
          } catch (RuntimeException e) {
            Refusal refusal = refusal(e);
            access(ui, () -> refused.accept(refusal));
          }
        };
    Thread.ofVirtual().name("page-work").start(Origin.kept(all));
  }

  /** The failure in words; logged when nobody foresaw it. */
  public static Refusal refusal(Throwable failure) {
    Refusal refusal = Refusals.of(failure);
    if (refusal.kind() == Refusal.Kind.FAILED) {
      log.error("A page's request failed", failure);
    }
    return refusal;
  }

  private static void access(UI ui, Runnable action) {
    try {
      ui.access(action::run);
    } catch (UIDetachedException e) {
      log.debug("The page was closed before its work ended");
    }
  }
}
