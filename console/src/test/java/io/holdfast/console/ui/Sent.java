package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.internal.StateNode;
import com.vaadin.flow.internal.change.NodeChange;
import java.util.ArrayList;
import java.util.List;

/** What a browser would be told. */
final class Sent {

  private Sent() {}

  /** What has changed since the last call, once for each change. */
  static List<StateNode> now() {
    List<NodeChange> changes = new ArrayList<>();
    UI.getCurrent().getInternals().getStateTree().collectChanges(changes::add);
    return changes.stream().map(NodeChange::getNode).toList();
  }
}
