package io.holdfast.worker.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.posix.PosixDriver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The drivers that this worker has, by their names. */
final class RepositoryDrivers {

  private RepositoryDrivers() {}

  /**
   * A driver for a place.
   *
   * @throws BackupException {@link FailureKind#MISCONFIGURED} where there is no such driver, or the
   *     location means nothing to it
   */
  static RepositoryDriver of(String driver, String location, InstantSource clock) {
    if (!driver.equals("posix")) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The driver '%s' is needed for %s, and this worker does not have it."
              .formatted(driver, location));
    }
    try {
      return new PosixDriver(Path.of(location), clock);
    } catch (InvalidPathException e) {
      throw new BackupException(
          FailureKind.MISCONFIGURED, "'%s' is no path: %s".formatted(location, e.getMessage()), e);
    }
  }
}
