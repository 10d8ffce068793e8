package io.holdfast.engine.repository.posix;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what an error of the file system means for people, and whether trying again may help. */
final class PosixFailures {
  private final RepositoryRoot root;
  private final Path directory;

  PosixFailures(RepositoryRoot root) {
    this.root = root;
    this.directory = root.directory();
  }

  BackupException reading(String name, IOException cause) {
    return failure("reading " + name, cause);
  }

  /**
   * The same for an object that is there: if the repository itself answers, that one is damaged.
   */
  BackupException readingObject(String name, IOException cause) {
    BackupException failure = reading(name, cause);
    if (failure.kind() != FailureKind.RETRYABLE || !root.answers()) {
      return failure;
    }
    return failure(
        FailureKind.CORRUPT,
        "Object "
            + name
            + " at "
            + directory
            + " is damaged: it cannot be read ("
            + cause.getMessage()
            + "). The system's log may say what is wrong with the disk.",
        cause);
  }

  /**
   * @param bytes that were to be written
   */
  BackupException writing(String name, long bytes, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("No space left on device") || !hasRoom(bytes)) {
      return failure(
          FailureKind.PERMANENT,
          "The repository at "
              + directory
              + " is full: "
              + name
              + " ("
              + bytes
              + " bytes) could not be written. Make room there or delete backups, then try again.",
          cause);
    }
    if (message.contains("quota exceeded")) {
      return failure(
          FailureKind.PERMANENT,
          "The disk quota of user "
              + user()
              + " at "
              + directory
              + " is used up: "
              + name
              + " could not be written. Raise the quota or delete backups, then try again.",
          cause);
    }
    if (cause instanceof AccessDeniedException) {
      return failure(
          FailureKind.MISCONFIGURED,
          "User "
              + user()
              + " may not write to the repository at "
              + directory
              + ". Give that user the right to.",
          cause);
    }
    if (message.contains("Read-only file system")) {
      return failure(
          FailureKind.MISCONFIGURED,
          "The repository at " + directory + " is mounted read-only. Mount it for writing.",
          cause);
    }
    return failure("writing " + name, cause);
  }

  private BackupException failure(String doing, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return failure(
          FailureKind.CANCELLED, "Interrupted while " + doing + " at " + directory + ".", cause);
    }
    if (cause instanceof NoSuchFileException && root.isAway()) {
      return missingDirectory(cause);
    }
    if (cause instanceof AccessDeniedException) {
      return failure(
          FailureKind.MISCONFIGURED,
          "User "
              + user()
              + " may not read "
              + cause.getMessage()
              + " in the repository at "
              + directory
              + ". Give that user the right to.",
          cause);
    }
    return failure(
        FailureKind.RETRYABLE,
        "The file system of the repository at "
            + directory
            + " failed "
            + doing
            + ": "
            + cause.getMessage()
            + ".",
        cause);
  }

  private BackupException missingDirectory(IOException cause) {
    return new BackupException(
        FailureKind.MISCONFIGURED,
        Files.isDirectory(directory)
            ? "The directory "
                + directory
                + " holds no repository (any more). Check that its file system is mounted there."
            : "The repository directory "
                + directory
                + " does not exist. Create it, or check that its file system is mounted.",
        cause);
  }

  private static BackupException failure(FailureKind kind, String message, IOException cause) {
    return new BackupException(kind, message, cause);
  }

  // The text of an error depends on the machine's language; the free space does not.
  private boolean hasRoom(long bytes) {
    try {
      return Files.getFileStore(directory).getUsableSpace() >= bytes;
    } catch (IOException _) {
      return true;
    }
  }

  private static String user() {
    return System.getProperty("user.name", "?");
  }
}
