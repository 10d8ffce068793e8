package io.holdfast.worker.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.grid.worker.PlaceReport;
import io.holdfast.grid.worker.PlaceTrials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at places where a repository is to be, by writing there, reading that and deleting it. */
public final class Trials implements PlaceTrials {

  private final InstantSource clock;

  public Trials(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public PlaceReport tryOut(String driver, String location, @Nullable String passphraseFile) {
    try (RepositoryDriver place = RepositoryDrivers.of(driver, location, clock)) {
      boolean holdsRepository = Repository.isThere(place);
      writeAndRead(place);
      if (passphraseFile != null) {
        Passphrases.read(Path.of(passphraseFile));
      }
      return PlaceReport.usable(holdsRepository, place.space().freeBytes().orElse(-1));
    } catch (BackupException e) {
      return PlaceReport.unusable(e.getMessage());
    }
  }

  private static void writeAndRead(RepositoryDriver place) {
    String name = "trial-" + UUID.randomUUID();
    byte[] content = name.getBytes(StandardCharsets.US_ASCII);
    place.put(name, ByteBuffer.wrap(content));
    try {
      ByteBuffer back = ByteBuffer.allocate(content.length);
      place.read(name, 0, back);
      if (!back.flip().equals(ByteBuffer.wrap(content))) {
        throw new BackupException(
            FailureKind.MISCONFIGURED,
            "What was written to %s was read back otherwise. Look at that file system."
                .formatted(place.location()));
      }
    } finally {
      place.delete(name);
    }
  }
}
