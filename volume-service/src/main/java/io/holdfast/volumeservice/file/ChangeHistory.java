package io.holdfast.volumeservice.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;

/**
 * What was written to a volume between its marks: a file for each {@link Period}, which is called
 * after the mark that ended it and names the one that began it. So the files are a chain from the
 * latest mark back, and what changed between any two marks is all the periods in between. What the
 * chain does not reach is not known, and means that everything may have changed.
 *
 * @param directory where the volume's image lies
 */
record ChangeHistory(Path directory, UUID volume) {
  /** Enough for hourly snapshots between nightly backups; a file has 2 MiB for 1 TiB at most. */
  static final int MOST_PERIODS = 64;

  private static final String SUFFIX = ".changed";

  Path file(UUID mark) {
    return directory.resolve(volume + "." + mark + SUFFIX);
  }

  /** Keeps the period that a mark ended, durably. */
  void end(UUID mark, Period period) throws IOException {
    period.write(file(mark));
  }

  /** The marks from which on it is known what was written until this one, the latest first. */
  List<UUID> before(UUID mark) {
    SequencedSet<UUID> marks = new LinkedHashSet<>();
    Optional<UUID> base = Period.baseIn(file(mark));
    while (base.isPresent() && marks.size() < MOST_PERIODS && marks.add(base.get())) {
      base = Period.baseIn(file(base.get()));
    }
    return List.copyOf(marks);
  }

  /** The blocks written between two marks; empty when that is not known. */
  Optional<BitSet> between(UUID earlier, UUID later) {
    BitSet blocks = new BitSet();
    UUID at = later;
    for (int periods = 0; !at.equals(earlier); periods++) {
      Optional<Period> period = periods < MOST_PERIODS ? Period.read(file(at)) : Optional.empty();
      if (period.isEmpty()) {
        return Optional.empty();
      }
      blocks.or(period.get().blocks());
      at = period.get().base();
    }
    return Optional.of(blocks);
  }

  /** Removes what does not belong to the chain that ends with this mark. */
  void keepOnly(UUID latest) throws IOException {
    List<UUID> marks = new ArrayList<>(before(latest));
    if (marks.size() == MOST_PERIODS) {
      marks.removeLast(); // Where the oldest period begins.
    }
    marks.add(latest);
    remove(Set.copyOf(marks));
  }

  /** Removes all of it. */
  void forget() throws IOException {
    remove(Set.of());
  }

  private void remove(Set<UUID> except) throws IOException {
    Set<Path> kept = new LinkedHashSet<>();
    except.forEach(mark -> kept.add(file(mark)));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, volume + ".*" + SUFFIX)) {
      for (Path file : files) {
        if (!kept.contains(file)) {
          Durable.delete(file);
        }
      }
    }
  }
}
