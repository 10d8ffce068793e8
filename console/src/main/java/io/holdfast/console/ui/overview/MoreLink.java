package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Words;
import java.util.Map;

/** The way to what a short list leaves out, and how much that is; not there for nothing. */
final class MoreLink extends RouterLink {

  private static final long serialVersionUID = 1L;

  MoreLink(
      Signal<Integer> leftOut, Class<? extends Component> page, Map<String, String> parameters) {
    super(page);
    setQueryParameters(QueryParameters.simple(parameters));
    bindText(Words.of(leftOut, count -> Texts.of("overview.more", count)));
    bindVisible(leftOut.map(count -> count > 0));
  }
}
