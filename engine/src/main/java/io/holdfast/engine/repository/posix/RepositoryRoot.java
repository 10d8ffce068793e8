package io.holdfast.engine.repository.posix;

import io.holdfast.engine.repository.RepositoryDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The directory of a repository. Its file system can go away while tasks work in it; an empty mount
 * point remains, and in that everything seems to be missing. So a file that is not there counts as
 * missing only while the repository's description, or its copy, is there.
 */
record RepositoryRoot(Path directory) {

  /** Fails if there is no such directory. */
  void require() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
  }

  /** Fails unless a repository is there; to be asked before any file of it is called missing. */
  void requireRepository() throws IOException {
    try {
      requireFile(RepositoryDriver.DESCRIPTION);
    } catch (NoSuchFileException _) {
      requireFile(RepositoryDriver.DESCRIPTION_COPY);
    }
  }

  /** Whether the repository's description, or its copy, can be read now. */
  boolean answers() {
    return isReadable(RepositoryDriver.DESCRIPTION)
        || isReadable(RepositoryDriver.DESCRIPTION_COPY);
  }

  private boolean isReadable(String name) {
    try {
      return Files.readAllBytes(directory.resolve(name)).length > 0;
    } catch (IOException _) {
      return false;
    }
  }

  private void requireFile(String name) throws IOException {
    // Not Files.exists, which takes a failure to look for an absence.
    Files.readAttributes(directory.resolve(name), BasicFileAttributes.class);
  }

  /** Whether the repository is surely not there. */
  boolean isAway() {
    try {
      requireRepository();
      return false;
    } catch (NoSuchFileException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
