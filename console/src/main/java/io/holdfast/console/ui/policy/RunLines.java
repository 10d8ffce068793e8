package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.ui.Dialogs;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.policy.PolicyRun;
import java.util.List;

/** How a policy's runs went, one line each, with the way to what each did. */
final class RunLines extends Lines<PolicyRun> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient PoliciesService policies;

  RunLines(Signal<List<PolicyRun>> runs, Caller caller, Moments moments, PoliciesService policies) {
    super(runs, PolicyRun::id, none(Texts.of("policy.runs.none")));
    this.caller = caller;
    this.moments = moments;
    this.policies = policies;
  }

  @Override
  protected Line<PolicyRun> line(Signal<PolicyRun> run) {
    Button when =
        new Button(
            Signal.cached(run.map(it -> moments.ago(it.startedAt()))),
            click -> Dialogs.open(new RunDialog(caller, run.peek(), moments, policies)));
    when.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    when.setTestId("run");
    when.setAriaLabel(Texts.of("policy.run.of", moments.exactly(run.peek().startedAt())));
    return new Line<>(run).name(when).more(RunLines::more).mark(PolicyMarks::run);
  }

  private static String more(PolicyRun run) {
    return Texts.of("policy.run.cause", run.cause())
        + " · "
        + (run.missed() == 0
            ? run.startedBy()
            : Texts.of("policy.run.missed-before", run.missed()));
  }
}
