package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import java.util.List;

/** The policies that back a volume up by themselves. */
public final class CoveringPolicies extends Drawn<List<PolicyView>> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  public CoveringPolicies(Signal<List<PolicyView>> policies, Moments moments) {
    super(policies);
    this.moments = moments;
  }

  @Override
  protected void draw(List<PolicyView> policies) {
    if (policies.isEmpty()) {
      Span none = new Span(Texts.of("volume.protection.no-policy"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    policies.forEach(policy -> list.add(line(policy)));
    add(list);
  }

  private ListItem line(PolicyView policy) {
    RouterLink name =
        new RouterLink(
            policy.name(), PoliciesView.class, new RouteParameters("id", policy.id().toString()));
    name.addClassName("cell-main");
    Span next = new Span(Texts.of("policy.next") + ": " + moments.ago(policy.policy().nextRunAt()));
    next.addClassName("cell-more");
    next.getElement().setAttribute("title", moments.exactly(policy.policy().nextRunAt()));
    Div text = new Div(name, next);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text, PolicyMarks.standing(policy).badge());
    line.addClassName("line");
    return line;
  }
}
