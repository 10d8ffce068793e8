package io.holdfast.console.ui.policy;

import com.vaadin.flow.signals.Signal;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import java.util.List;

/** The policies that back a volume up by themselves. */
public final class CoveringPolicies extends Lines<PolicyView> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  public CoveringPolicies(Signal<List<PolicyView>> policies, Moments moments) {
    super(policies, PolicyView::id, none(Texts.of("volume.protection.no-policy")));
    this.moments = moments;
  }

  @Override
  protected Line<PolicyView> line(Signal<PolicyView> policy) {
    return new Line<>(policy)
        .link(PolicyView::name, PoliciesView.class, policy.peek().id())
        .more(
            it -> Texts.of("policy.next") + ": " + moments.ago(it.policy().nextRunAt()),
            it -> moments.exactly(it.policy().nextRunAt()))
        .mark(PolicyMarks::standing);
  }
}
