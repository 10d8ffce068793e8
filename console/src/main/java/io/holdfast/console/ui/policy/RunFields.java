package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.PolicyTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run goes: its window, what kind of backups it makes, how many at once. */
final class RunFields extends Div {

  private static final long serialVersionUID = 1L;

  private final IntegerField window = number("policy.window.minutes", 1, 10_080);
  private final IntegerField jitter = number("policy.jitter.minutes", 0, 1440);
  private final IntegerField fullEvery = number("policy.full.every", 0, 1000);
  private final IntegerField maxRunning = number("policy.max-running", 1, 10_000);
  private final Select<MissedRuns> missed = new Select<>();

  /** Shows what is usual. */
  RunFields(Runnable changed) {
    addClassName("fields");
    window.setHelperText(Texts.of("policy.window.help"));
    jitter.setHelperText(Texts.of("policy.jitter.help"));
    fullEvery.setHelperText(Texts.of("policy.full.help"));
    maxRunning.setHelperText(Texts.of("policy.max-running.help"));
    missed.setLabel(Texts.of("policy.missed"));
    missed.setItems(MissedRuns.values());
    missed.setItemLabelGenerator(it -> Texts.of("policy.missed", it));
    window.setValue(60);
    jitter.setValue(0);
    fullEvery.setValue(7);
    missed.setValue(MissedRuns.CATCH_UP);
    add(fullEvery, maxRunning, window, jitter, missed);
    List.of(window, jitter, fullEvery, maxRunning)
        .forEach(field -> field.addValueChangeListener(change -> changed.run()));
    missed.addValueChangeListener(change -> changed.run());
  }

  private static IntegerField number(String key, int least, int most) {
    IntegerField field = Fields.whole(Texts.of(key), least, most);
    field.setValueChangeMode(ValueChangeMode.LAZY);
    return field;
  }

  void show(PolicyTerms terms) {
    window.setValue(terms.windowMinutes());
    jitter.setValue(terms.jitterMinutes());
    fullEvery.setValue(terms.fullEvery());
    maxRunning.setValue(terms.maxRunning());
    missed.setValue(terms.missed());
  }

  @Nullable Integer window() {
    return window.getValue();
  }

  @Nullable Integer jitter() {
    return jitter.getValue();
  }

  @Nullable Integer fullEvery() {
    return fullEvery.getValue();
  }

  @Nullable Integer maxRunning() {
    return maxRunning.getValue();
  }

  MissedRuns missed() {
    return missed.getValue();
  }
}
