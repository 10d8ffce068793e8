package io.holdfast.schema.change;

import java.util.Set;

/** Is told of changes, on the feed's one thread: it must not wait for anything. */
public interface ChangeListener {

  /** These rows have changed, each perhaps more than once. */
  void changed(Set<Change> changes);

  /** Changes may have been missed: at the start, and after the connection was lost. */
  void everythingMayHaveChanged();
}
