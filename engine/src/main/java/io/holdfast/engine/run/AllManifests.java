package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The manifests of a whole repository, some read ahead, as each is some round trips away. */
final class AllManifests {
  private final Manifests manifests;
  private final Consumer<String> problems;

  /**
   * @param problems hears of each manifest that is damaged, in a sentence; from several threads
   */
  AllManifests(Manifests manifests, Consumer<String> problems) {
    this.manifests = manifests;
    this.problems = problems;
  }

  /**
   * Reads all.
   *
   * @param found hears of each that can be read, one after the other on the caller's thread
   * @return how many that were
   */
  long read(RunScope scope, Cancellation cancellation, Consumer<Manifest> found) {
    List<BackupId> ids = new ArrayList<>();
    manifests.list(ids::add);
    var read =
        new Ahead<>(scope, 0, ids.size(), any -> true, ordinal -> find(ids.get((int) ordinal)));
    long count = 0;
    while (read.hasNext()) {
      cancellation.throwIfRequested();
      Optional<Manifest> manifest = read.next();
      manifest.ifPresent(found);
      count += manifest.isPresent() ? 1 : 0;
    }
    return count;
  }

  private Optional<Manifest> find(BackupId id) {
    try {
      return manifests.find(id);
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      problems.accept(e.getMessage());
      return Optional.empty();
    }
  }
}
