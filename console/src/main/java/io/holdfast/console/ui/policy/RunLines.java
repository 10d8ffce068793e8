package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.policy.PolicyRun;
import java.util.List;

/** How a policy's runs went, one line each, with the way to what each did. */
final class RunLines extends Drawn<List<PolicyRun>> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient PoliciesService policies;

  RunLines(Signal<List<PolicyRun>> runs, Caller caller, Moments moments, PoliciesService policies) {
    super(runs);
    this.caller = caller;
    this.moments = moments;
    this.policies = policies;
  }

  @Override
  protected void draw(List<PolicyRun> runs) {
    if (runs.isEmpty()) {
      Span none = new Span(Texts.of("policy.runs.none"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    runs.forEach(run -> list.add(line(run)));
    add(list);
  }

  private ListItem line(PolicyRun run) {
    Button when =
        new Button(
            moments.ago(run.startedAt()),
            click -> new RunDialog(caller, run, moments, policies).open());
    when.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    when.setTestId("run");
    when.setAriaLabel(Texts.of("policy.run.of", moments.exactly(run.startedAt())));
    String missed = run.missed() == 0 ? "" : Texts.of("policy.run.missed-before", run.missed());
    Span more =
        new Span(
            String.join(
                " · ",
                Texts.of("policy.run.cause", run.cause()),
                missed.isEmpty() ? run.startedBy() : missed));
    more.addClassName("cell-more");
    Div text = new Div(when, more);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text, PolicyMarks.run(run).badge());
    line.addClassName("line");
    return line;
  }
}
