package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository's description and its copy. Without a description no backup can be read; so where it
 * cannot be read, or is missing, its copy is. As long as it can be read, it is what counts.
 */
record Descriptions(RepositoryDriver driver) {
  static final String NAME = RepositoryDriver.DESCRIPTION;
  static final String COPY = RepositoryDriver.DESCRIPTION_COPY;

  private static final Logger log = LoggerFactory.getLogger(Descriptions.class);
  private static final int MAX_BYTES = 1024 * 1024;

  /** Whether there is one of them, whatever its state. */
  boolean areThere() {
    return driver.size(NAME).isPresent() || driver.size(COPY).isPresent();
  }

  /** Writes those of a new repository. False: somebody else has just made one. */
  boolean create(RepositoryFile file) {
    if (!driver.put(NAME, bytes(file))) {
      return false;
    }
    driver.replace(COPY, bytes(file));
    return true;
  }

  void replace(RepositoryFile file) {
    // The copy first: once the description is new, no old passphrase opens anything any more.
    driver.replace(COPY, bytes(file));
    driver.replace(NAME, bytes(file));
  }

  /** Reads the description, or its copy. */
  RepositoryFile read() {
    BackupException problem;
    try {
      Optional<RepositoryFile> file = find(NAME);
      if (file.isPresent()) {
        return file.get();
      }
      problem =
          new BackupException(
              FailureKind.MISCONFIGURED,
              driver.location()
                  + " is not a Holdfast repository: it has no "
                  + NAME
                  + ". Check the path and that it is mounted. If the file was lost, put back a copy"
                  + " of it: nothing can be read without it.");
    } catch (BackupException e) {
      if (e.kind() == FailureKind.CANCELLED || e.kind() == FailureKind.FENCED) {
        throw e;
      }
      problem = e;
    }
    Optional<RepositoryFile> copy = intactCopy();
    if (copy.isEmpty()) {
      throw problem;
    }
    log.warn("{} reason={}", copyIsUsed(), problem.getMessage());
    return copy.get();
  }

  /**
   * Writes the copy anew if it is not the one of a description that can be read. Never writes the
   * description: somebody may be changing a passphrase just now.
   *
   * @return a sentence on what was, or is, wrong
   */
  Optional<String> keepCopy() {
    Optional<RepositoryFile> file;
    try {
      file = find(NAME);
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      file = Optional.empty();
    }
    if (file.isEmpty()) {
      return Optional.of(copyIsUsed());
    }
    RepositoryFile wanted = file.get().withSlots(file.get().keySlots());
    if (intactCopy().filter(wanted::equals).isPresent()) {
      return Optional.empty();
    }
    driver.replace(COPY, bytes(wanted));
    return Optional.of(
        "The copy of "
            + NAME
            + " at "
            + driver.location()
            + " was missing, damaged or old, and was written anew.");
  }

  private String copyIsUsed() {
    return NAME
        + " of the repository at "
        + driver.location()
        + " is missing or cannot be read, so that its copy is used. Put "
        + COPY
        + " in its place.";
  }

  /** The copy, if it proves itself by its checksum. */
  private Optional<RepositoryFile> intactCopy() {
    try {
      return find(COPY).filter(file -> file.checksum() != null);
    } catch (BackupException e) {
      log.debug("The copy of the description cannot be read at {}", driver.location(), e);
      return Optional.empty();
    }
  }

  private Optional<RepositoryFile> find(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    return driver.read(name, 0, bytes) == RepositoryDriver.MISSING
        ? Optional.empty()
        : Optional.of(RepositoryFile.parse(bytes.flip(), driver));
  }

  private static ByteBuffer bytes(RepositoryFile file) {
    return ByteBuffer.wrap(file.toBytes());
  }
}
