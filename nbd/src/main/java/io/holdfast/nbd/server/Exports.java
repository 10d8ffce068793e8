package io.holdfast.nbd.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is on offer now. A name stays taken until nothing runs any more in what was withdrawn under
 * it.
 */
final class Exports {
  private final CopyOnWriteArrayList<Export> exports = new CopyOnWriteArrayList<>();

  synchronized void add(Export export) {
    if (find(export.name()).isPresent()) {
      throw new IllegalStateException("An export of this name exists, or is being withdrawn");
    }
    exports.add(export);
  }

  void remove(Export export) {
    exports.remove(export);
  }

  /** Looks at all of them, whichever it is, so that the time says nothing. */
  Optional<Export> find(String name) {
    byte[] digest = Export.digest(name);
    Optional<Export> found = Optional.empty();
    for (Export export : exports) if (export.isNamed(digest)) found = Optional.of(export);
    return found;
  }

  List<Export> all() {
    return List.copyOf(exports);
  }
}
